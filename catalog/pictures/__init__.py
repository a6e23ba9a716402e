"""Pictures of products: the widths cut from them, and how a page names them."""
