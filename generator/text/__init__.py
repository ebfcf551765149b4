"""Chinese and Markdown: bodies made harmless, links, pinyin, one normal form, line breaks."""
