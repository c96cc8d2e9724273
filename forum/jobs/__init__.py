"""What the worker runs: the queue of tasks, and the one task that keeps everything moving.

Nothing below this floor puts a task into the queue: the domain writes outbox rows, and ``pump`` finds them.
"""
