"""How long a clinician waits for the next review, with very many open and decided ones.

    python -m bench.claims                                   100,000 open and 1,000,000 decided, on SQLite
    python -m bench.claims --database URL --vault URL        on PostgreSQL

The site is kept in ``bench/.sites``. Each claim is a transaction of its own, given back before the next one.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from statistics import median, quantiles

from flask import Flask

from bench.reader import results_folder, syllables
from bench.servers import ROOT
from forum.app import create_app
from forum.config import settings_from
from forum.moderation.claim import release
from forum.moderation.queue import claim_next, queue_page
from forum.policy.viewer import Viewer
from forum.transaction import atomic
from tests.builders.people import a_lead, viewer_of

CLAIMS = 300


def main() -> int:
    """Seed, measure, print and keep the figures."""
    wanted = _arguments()
    environment = _site(wanted)
    os.environ.update(environment)
    numbers = ["--posts", str(wanted.decided), "--open", str(wanted.open), "--decided", str(wanted.decided)]
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "seed", *numbers],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )
    app = create_app(settings_from(os.environ))
    engine = "postgresql" if wanted.database else "sqlite"
    figures = {"open": wanted.open, "decided": wanted.decided, "engine": engine, **_measured(app)}
    print(json.dumps(figures, indent=1))
    (results_folder() / f"claims-{engine}.json").write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def _measured(app: Flask) -> dict[str, float]:
    with app.app_context():
        lead = viewer_of(a_lead(app, f"Lead {syllables()}"))
        claims = [_claim(lead) for _ in range(CLAIMS)][CLAIMS // 10 :]
        pages = [_timed(lambda: queue_page(lead)) for _ in range(50)][5:]
    return {
        "claim_p50_ms": round(median(claims), 2),
        "claim_p99_ms": round(quantiles(claims, n=100)[98], 2),
        "queue_page_p50_ms": round(median(pages), 2),
    }


def _claim(lead: Viewer) -> float:
    began = time.perf_counter()
    with atomic():
        review = claim_next(lead)
    took = (time.perf_counter() - began) * 1000
    if review is None:
        raise RuntimeError("nothing was left to claim")
    with atomic():
        release(lead, review.id)
    return took


def _timed(deed: object) -> float:
    began = time.perf_counter()
    deed()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.claims", description=__doc__)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--decided", type=int, default=1_000_000)
    parser.add_argument("--database", help="PostgreSQL address of the forum database")
    parser.add_argument("--vault", help="PostgreSQL address of the vault")
    return parser.parse_args()


def _site(wanted: argparse.Namespace) -> dict[str, str]:
    folder = ROOT / "bench" / ".sites" / f"{'postgresql' if wanted.database else 'sqlite'}-claims-{wanted.decided}"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": str(folder)}
    if wanted.database:
        environment |= {"ALONGSIDE_DATABASE_URL": wanted.database, "ALONGSIDE_VAULT_URL": wanted.vault}
    return environment


if __name__ == "__main__":
    sys.exit(main())
