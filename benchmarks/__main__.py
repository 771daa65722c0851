"""``python -m benchmarks [NAME …]``: all of them, or those named."""

import sys

from benchmarks import activity, conversion, first_sync, page, pipeline, reads, writes

BENCHES = {
    "first_sync": first_sync.run,
    "reads": reads.run,
    "writes": writes.run,
    "page": page.run,
    "activity": activity.run,
    "conversion": conversion.run,
    "pipeline": pipeline.run,
}


def main() -> None:
    names = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"no bench named {unknown[0]}; there are {', '.join(BENCHES)}")
    for name in names:
        BENCHES[name]()


if __name__ == "__main__":
    main()
