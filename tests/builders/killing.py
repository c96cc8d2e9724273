"""Killing the program in place of one of its commits, in a forked process, as a power cut or SIGKILL would."""

import itertools
import os
import sys
import traceback
from collections.abc import Callable

from flask import Flask
from sqlalchemy import event

from forum.confidentiality import faces, keys
from forum.extensions import after_fork, db, vault

KILLED = 9


def killed_at(app: Flask, commit: int, act: Callable[[], object]) -> bool:
    """Do ``act`` in a process that dies in place of its commit of that number (from 1, of both databases together).

    Return whether it came so far; a process that ends before has done everything. What this process remembers of the
    vault is forgotten afterwards, as in one that starts anew.
    """
    _let_go()
    child = os.fork()
    if child == 0:
        _die_trying(app, commit, act)
    _, status = os.waitpid(child, 0)
    keys.memory.forget_all()
    faces.memory.forget_all()
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, KILLED}, "the act failed by itself"
    return code == KILLED


def _die_trying(app: Flask, commit: int, act: Callable[[], object]) -> None:
    code = 1
    try:
        after_fork()
        with app.app_context():
            number = itertools.count(1)

            def die(_connection: object) -> None:
                if next(number) == commit:
                    os._exit(KILLED)

            for engine in db.engines.values():
                event.listen(engine, "commit", die)
            act()
        code = 0
    except BaseException:  # noqa: BLE001 - nothing may return into the copy of the test run
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _let_go() -> None:
    # A child must not inherit an open transaction.
    db.session.remove()
    vault.remove()
