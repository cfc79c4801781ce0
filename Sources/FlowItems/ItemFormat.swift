/// The forms in which items are kept.
enum ItemFormat {}
