"""One module is one format: see `lastro.exports.registry`."""
