"""Who may sign in: joining, passwords, second factors, sessions' beginnings, and ways back in.

Everything here lives in the vault. What a visitor can learn by asking is the same, in words and in work, whether an
account exists or not; the one exception, a sign-in name that is taken, cannot be avoided when joining.
"""
