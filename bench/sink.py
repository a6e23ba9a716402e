"""A mail server that takes everything and keeps nothing: python -m bench.sink PORT. It counts as little as it can."""

import asyncio
import sys


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, one command after another, the text up to its lonely dot."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            await reader.readuntil(b"\r\n.\r\n")
        if verb == b"QUIT":
            break
        writer.write(b"250-sink\r\n250 8BITMIME\r\n" if verb == b"EHLO" else b"250 ok\r\n")
        await writer.drain()
    writer.close()


async def serve(port: int) -> None:
    server = await asyncio.start_server(talk, "127.0.0.1", port, limit=10_000_000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
