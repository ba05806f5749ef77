"""What is asked of the registry, and read from what is stored and derived; nothing here writes a fact."""
