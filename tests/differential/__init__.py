"""Original and fixed programs run side by side: do safe fixes change what can be seen?"""
