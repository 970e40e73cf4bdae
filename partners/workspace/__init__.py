"""What every organisers' page shares: who comes in, what waits for them, what was done."""
