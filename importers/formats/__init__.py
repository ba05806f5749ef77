"""What GDAL cannot read, or reads wrongly: one module per format, giving layers whose rows come as Arrow batches."""
