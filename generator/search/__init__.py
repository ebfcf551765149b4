"""The search index that search-engine.js answers from."""
