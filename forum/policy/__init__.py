"""Who may do what: permissions with a sentence each, tiny predicates, one table of rules, and their SQL twins."""
