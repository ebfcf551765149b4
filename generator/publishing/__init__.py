"""From a finished folder to the live website: looked at, sealed, switched in, verified."""
