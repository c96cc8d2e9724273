"""Filling a site with very many posts, for measuring it: real people and sealed words, written in bulk.

Invariant: what a page, the queue or a count reads is as the verbs would have left it; only the way in is shorter. Not
written are the record of the decisions (its chain admits no bulk) and notices. Everything follows from the plan and its
random seed, so that a run that was cut off goes on with the next batch.
"""
