"""The gate and the queue: everything said passes ``intake``; every change of state is a row of ``transitions``."""
