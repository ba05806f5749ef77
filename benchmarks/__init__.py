"""The same task, ours and a peer's, in one run. Machines are noisy: read the ratio, not the seconds."""
