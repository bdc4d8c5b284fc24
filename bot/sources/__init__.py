"""Survey vendors: bytes and headers in, understood events out. No network, no storage, no clock."""
