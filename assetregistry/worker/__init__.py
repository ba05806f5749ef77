"""The worker: takes jobs from the queue, one import at a time, each in a child process with limits.

`main` holds the queue, `supervisor` one job, `child` is what runs apart; `beside` keeps a worker beside a server.
"""
