"""``make bench``: seed a site, measure its pages and the ceiling in one run, and write ``bench/results/latest.json``.

    python -m bench                      10,000 posts on SQLite
    python -m bench --posts 1000000      the same pages in a site a hundred times as large
    python -m bench --database URL --vault URL     on PostgreSQL

Sites are kept in ``bench/.sites`` by size, so that a second run only measures. Figures are ratios to the ceiling of
the same run: absolute ones say more about the machine than about the forum.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from bench import reader
from bench.load import Load, drive
from bench.servers import ROOT, serving
from forum.app import create_app
from forum.config import settings_from

PORT = 8790
ROUNDS = 3
READERS = 800  # so that none of them replies faster than the site lets a person


def main() -> int:
    """Measure, print a table and write the results."""
    wanted = _arguments()
    environment = _site(wanted)
    os.environ.update(environment)
    _seed(wanted, environment)
    app = create_app(settings_from(os.environ))
    print(f"Signing in {READERS} readers", flush=True)
    cookies = reader.make_readers(app, READERS)
    pages = [page for page in reader.pages_of(app, cookies[0]) if wanted.only in {None, page.name}]
    queries = {page.name: reader.queries_of(app, cookies[0], page) for page in pages}
    sizes = {page.name: len(reader.fetch(app, cookies[0], page.path)) for page in pages if not page.is_reply}
    lists = {page.name: _readers_of(app, page, cookies, Path(environment["ALONGSIDE_DATA"])) for page in pages}
    measured = _measure(pages, sizes, lists, environment, wanted.seconds)
    results = {
        "posts": wanted.posts,
        "engine": "postgresql" if wanted.database else "sqlite",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": {
            name: {**figures, "queries": queries[name], "bytes": sizes.get(name)} for name, figures in measured.items()
        },
    }
    _print(results)
    name = "latest.json" if wanted.keep_as is None else f"{wanted.keep_as}.json"
    (reader.results_folder() / name).write_text(json.dumps(results, indent=1) + "\n")
    return 0


def _readers_of(app: Flask, page: reader.Page, cookies: list[str], folder: Path) -> Path:
    """Write who asks for a page: one reader for what is read, all of them in turn for a reply."""
    path = folder / f"{page.name}.readers"
    if page.is_reply:
        lines = [f"{cookie}\t{reader.reply_form(app, cookie, page.path)}" for cookie in cookies]
    else:
        lines = cookies[:1]
    path.write_text("\n".join(lines) + "\n")
    return path


def _measure(
    pages: list[reader.Page], sizes: dict[str, int], lists: dict[str, Path], environment: dict[str, str], seconds: int
) -> dict[str, dict[str, float]]:
    """Measure each page and its ceiling in turn, several rounds, and keep the round with the middle ratio."""
    described = Path(environment["ALONGSIDE_DATA"]) / "pages.json"
    described.write_text(json.dumps({f"/{name}": size for name, size in sizes.items()}))
    found: dict[str, dict[str, float]] = {}
    bare = {"ALONGSIDE_BENCH_PAGES": str(described)}
    with serving("wsgi:app", PORT, environment) as site, serving("bench.ceiling:app", PORT + 1, bare) as ceiling:
        for page in pages:
            rounds = []
            like = page.name if page.name in sizes else "thread"
            drive(site + page.path, 2, lists[page.name])
            drive(f"{ceiling}/{like}", 2, lists[page.name])
            for _ in range(ROUNDS):  # each of the two against the other in the same quarter of a minute
                ours = drive(site + page.path, seconds, lists[page.name])
                theirs = drive(f"{ceiling}/{like}", seconds, lists[page.name])
                rounds.append((ours.rps / theirs.rps, ours))
            found[page.name] = _figures(*sorted(rounds, key=lambda pair: pair[0])[ROUNDS // 2])
    return found


def _figures(ratio: float, load: Load) -> dict[str, float]:
    return {
        "ratio_to_ceiling": round(ratio, 3),
        "rps": round(load.rps, 1),
        "p50_ms": round(load.p50_ms, 2),
        "p99_ms": round(load.p99_ms, 2),
        "errors": load.errors,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=4, help="for each page, round and server")
    parser.add_argument("--database", help="PostgreSQL address of the forum database")
    parser.add_argument("--only", help="one page")
    parser.add_argument("--vault", help="PostgreSQL address of the vault")
    parser.add_argument("--keep-as", help="name of the results file; latest when left out")
    return parser.parse_args()


def _site(wanted: argparse.Namespace) -> dict[str, str]:
    folder = ROOT / "bench" / ".sites" / f"{'postgresql' if wanted.database else 'sqlite'}-{wanted.posts}"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": str(folder), "ALONGSIDE_PORT": str(PORT)}
    if wanted.database:
        environment |= {"ALONGSIDE_DATABASE_URL": wanted.database, "ALONGSIDE_VAULT_URL": wanted.vault}
    return environment


def _seed(wanted: argparse.Namespace, environment: dict[str, str]) -> None:
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run(
        [*flask, "seed", "--posts", str(wanted.posts)], cwd=ROOT, env={**os.environ, **environment}, check=True
    )


def _print(results: dict[str, object]) -> None:
    print(f"\n{results['posts']:,} posts on {results['engine']}, eight connections")
    print(f"{'page':12} {'ratio':>6} {'rps':>8} {'p50 ms':>8} {'p99 ms':>8} {'bytes':>8}  statements")
    for name, page in results["pages"].items():  # type: ignore[attr-defined]
        counted = page["queries"]
        print(
            f"{name:12} {page['ratio_to_ceiling']:6.2f} {page['rps']:8.0f} {page['p50_ms']:8.2f} {page['p99_ms']:8.2f} "
            f"{page['bytes'] or '-':>8}  forum {counted['forum']}, vault {counted['vault']}"
        )


if __name__ == "__main__":
    sys.exit(main())
