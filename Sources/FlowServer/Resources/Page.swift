import FlowJSON
import StatesLanguage

/// One page of a list.
struct Page<Element> {
    let elements: [Element]
    /// Where the next page begins, or `nil` at the end.
    let nextToken: String?

    /// The page of a list that a request asks for.
    ///
    /// - Parameters:
    ///   - list: names the list; a token of another one is refused.
    ///   - elements: the list in the order in which it is shown.
    ///   - position: a number that only grows or only falls along the list.
    init(
        of list: String,
        _ elements: some Sequence<Element>,
        by position: (Element) -> Int,
        _ request: PageRequest,
        now: Timestamp
    ) throws(APIError) {
        let last = try request.token.map { (text) throws(APIError) in
            try PageToken(text, list: list, now: now).position
        }
        let size = request.size
        var shown: [Element] = []
        var hasMore = false
        // With a token, everything up to the last one that was shown is skipped.
        var isPast = last == nil
        for element in elements {
            if let last, !isPast {
                isPast = request.isAscending ? position(element) > last : position(element) < last
                if !isPast { continue }
            }
            guard shown.count < size else {
                hasMore = true
                break
            }
            shown.append(element)
        }
        self.elements = shown
        nextToken =
            hasMore
            ? shown.last.map { PageToken(list: list, position: position($0), issuedAt: now).text } : nil
    }
}

/// Which page of a list is asked for.
struct PageRequest: Sendable {
    let token: String?
    let size: Int
    /// Whether positions grow along the list.
    let isAscending: Bool

    init(_ input: Input, isAscending: Bool = false) {
        token = input.optionalText("nextToken")
        let asked = input.integer("maxResults") ?? 0
        size = asked == 0 ? 100 : asked
        self.isAscending = isAscending
    }

    /// The members that every paginated operation has.
    static let members: [Member] = [.optional("maxResults", .pageSize), .optional("nextToken", .pageToken)]
}

extension JSONObject {
    /// Adds a page's token, where there is a next page.
    mutating func add(nextToken: String?) { self["nextToken"] = nextToken.map(JSON.string) }
}
