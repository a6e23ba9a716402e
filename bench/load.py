"""Load by wrk (Debian's package), over a list of addresses, with its own percentiles."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
SCRIPT = """
local paths = {}
for line in io.lines("%(list)s") do paths[#paths + 1] = line end
local at = 0
function setup(thread) thread:set("start", at); at = at + 7919 end
function init(args) n = start end
function request()
  n = n + 1
  return wrk.format("GET", paths[(n %% #paths) + 1], { ["Accept-Encoding"] = "gzip, br", ["Host"] = "127.0.0.1" })
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nRESULT {"requests": %%d, "microseconds": %%d, "p50": %%d, "p95": %%d, "p99": %%d, ' ..
    '"bytes": %%d, "errors": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.bytes, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Figures:
    """What a run gave: requests a second, milliseconds at three percentiles, kB a response, answers that failed."""

    rate: float
    p50: float
    p95: float
    p99: float
    kilobytes: float
    errors: int


def run(address: str, paths: list[str], seconds: int, connections: int = CONNECTIONS) -> Figures:
    """Ask for these paths in turn for so long. Stops the bench with a sentence where wrk is missing."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: install Debian's package of that name.")
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths.txt", Path(folder) / "load.lua"
        listed.write_text("\n".join(paths), "utf-8")
        script.write_text(SCRIPT % {"list": listed}, "utf-8")
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script), address]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    got = json.loads(next(line for line in out.splitlines() if line.startswith("RESULT"))[7:])
    return Figures(
        rate=got["requests"] / (got["microseconds"] / 1e6),
        p50=got["p50"] / 1000,
        p95=got["p95"] / 1000,
        p99=got["p99"] / 1000,
        kilobytes=got["bytes"] / max(got["requests"], 1) / 1000,
        errors=got["errors"],
    )
