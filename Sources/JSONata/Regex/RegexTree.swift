/// What a pattern means, as a tree.
indirect enum RegexTree {
    case empty
    case scalar(UInt32)
    case any
    case oneOf(Int)
    case sequence([RegexTree])
    case choice([RegexTree])
    case group(RegexTree, index: Int)
    case loop(RegexTree, least: Int, most: Int, isLazy: Bool, firstGroup: Int, endGroup: Int)
    case lineStart, lineEnd, wordBoundary, notWordBoundary
    case backreference(Int)
    case look(RegexTree, ahead: Bool, negative: Bool)
}
