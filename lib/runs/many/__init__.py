"""Many units of one period: each an ordinary run, several at a time, on this computer or on a Dask cluster."""
