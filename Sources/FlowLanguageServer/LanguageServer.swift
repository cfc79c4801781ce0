/// Answers an editor over the Language Server Protocol.
enum LanguageServer {}
