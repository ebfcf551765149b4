"""What is kept between builds so that the next one only does what changed.

Everything here can be made again from the content, so it may be deleted, shared or damaged at any
time: what does not fit is not believed, and made anew.
"""
