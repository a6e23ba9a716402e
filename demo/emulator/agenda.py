"""What happens by itself when the emulator's clock comes to it: the end of processing, of a refund, of a session."""

from demo.emulator import payments, refunds, sessions
from demo.emulator.engine import Engine


def run_due(engine: Engine) -> int:
    """Does what is due, each entry once and in a transaction of its own; gives how many it did."""
    engine.caller.request = engine.caller.key = None
    done = 0
    for entry in engine.store.rows("SELECT * FROM agenda WHERE due <= ? ORDER BY due, number", engine.now()):
        with engine.store.writing():
            # Who deletes the row does it: the control's thread may be here too.
            if engine.store.delete("agenda", entry["number"]):
                do(engine, entry["verb"], entry["target"])
                done += 1
    return done


def do(engine: Engine, verb: str, target: str) -> None:
    """One entry; nothing when it is over already."""
    thing = engine.store.find(target)
    if thing is None:
        return
    if verb == "processing":
        sessions.follow(engine, payments.finish_processing(engine, thing))
    elif verb == "refund":
        refunds.finish(engine, thing, "succeeded")
    elif verb == "refund_fails":
        refunds.finish(engine, thing, "failed")
    elif verb == "expire" and thing["status"] == "open":
        sessions.expire(engine, {}, target)
