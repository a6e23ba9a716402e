"""Draw pictures of the demo shop from the command line.

python -m demo.art --sheet sheet.png --cols 8               every view of every thing
python -m demo.art --sheet sheet.png --keys keys.txt        a list: "mug citrons verger 0" a line
python -m demo.art --one mug citrons verger 0 --to mug.webp
python -m demo.art --hero hero.webp
"""

import argparse
import pathlib
import sys

from demo.art import hero, picture
from demo.art.contact import Key, contact_sheet, sample


def _read(path: pathlib.Path) -> list[Key]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(thing, motif, mood, int(view)) for thing, motif, mood, view in rows]


def _report(done: int, total: int, key: Key) -> None:
    end = "\n" if done == total else ""
    print(f"\r{done}/{total} {' '.join(map(str, key)):<40}", end=end, file=sys.stderr, flush=True)


def main() -> None:
    """Read the arguments, draw, write."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.art", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheet", type=pathlib.Path, metavar="FILE", help="draw a contact sheet into FILE")
    parser.add_argument("--keys", type=pathlib.Path, metavar="FILE", help="the pictures of the sheet, one a line")
    parser.add_argument("--cols", type=int, metavar="N", help="pictures a row")
    parser.add_argument("--cell", type=int, default=240, metavar="PX", help="size of a picture on the sheet")
    parser.add_argument("--one", nargs=4, metavar=("THING", "MOTIF", "MOOD", "VIEW"), help="draw one picture")
    parser.add_argument("--to", type=pathlib.Path, metavar="FILE", help="where --one is written")
    parser.add_argument("--hero", type=pathlib.Path, metavar="FILE", help="draw the hero into FILE")
    args = parser.parse_args()
    if args.one:
        thing, motif, mood, view = args.one
        if not args.to:
            parser.error("--one needs --to FILE")
        picture(thing, motif, mood, int(view)).save(args.to)
    if args.hero:
        hero().save(args.hero)
    if args.sheet:
        keys = _read(args.keys) if args.keys else sample()
        contact_sheet(keys, args.cell, args.cols, _report).save(args.sheet)
    if not (args.one or args.hero or args.sheet):
        parser.error("say what to draw: --sheet, --one or --hero")


if __name__ == "__main__":
    main()
