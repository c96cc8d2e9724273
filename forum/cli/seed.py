"""``flask seed``: fills a demonstration with very many posts, for measuring it."""

import sys
import time

import click
from flask.cli import with_appcontext

from forum.cli.demo import require_demonstration
from forum.cli.schema import prepare_schema
from forum.cli.seeding.plan import FEWEST_THREADS, Plan
from forum.cli.seeding.writing import OtherPlan, seed

POSTS_IN_A_THREAD = 20
FEWEST_POSTS = 4 * FEWEST_THREADS


@click.command("seed")
@click.option("--posts", type=click.IntRange(min=FEWEST_POSTS), default=10_000, show_default=True)
@click.option("--threads", type=click.IntRange(min=FEWEST_THREADS), help="By default one for every 20 posts.")
@click.option("--open", "open_reviews", type=click.IntRange(min=0), default=40, show_default=True)
@click.option("--decided", type=click.IntRange(min=0), help="By default one for every 5 posts.")
@click.option("--random-seed", type=int, default=1, show_default=True)
@with_appcontext
def seed_command(posts: int, threads: int | None, open_reviews: int, decided: int | None, random_seed: int) -> None:
    """Write many posts into six boards: half of the threads on one, a tenth of the posts in one thread."""
    require_demonstration()
    threads = threads or max(FEWEST_THREADS, posts // POSTS_IN_A_THREAD)
    if threads > posts // 2:
        raise click.BadParameter("there must be two posts for each at least", param_hint="--threads")
    decided = posts // 5 if decided is None else min(decided, posts)
    plan = Plan(posts, threads, open_reviews, decided, random_seed)
    prepare_schema()
    started = time.monotonic()
    try:
        with click.progressbar(length=posts, label="Writing posts", file=sys.stderr) as bar:
            was_missing = seed(plan, bar.update)
    except OtherPlan:
        raise click.ClickException("This site was seeded with other numbers. Choose another ALONGSIDE_DATA.") from None
    seconds = time.monotonic() - started
    said = f"{posts:,} posts in {threads:,} threads"
    click.echo(f"{said}, {seconds:.0f} seconds, {posts / seconds:,.0f} a second." if was_missing else f"{said}: there.")
