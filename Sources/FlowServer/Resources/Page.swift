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
        let last = try request.position(in: list, now: now) { Int($0) }
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
            ? shown.last.map { PageToken(list: list, position: "\(position($0))", issuedAt: now).text } : nil
    }

    /// The page of a list that the store has cut already.
    ///
    /// - Parameters:
    ///   - list: names the list; a token of another one is refused.
    ///   - elements: what follows the request's position, one more than the page has room for where there is more.
    ///   - position: an element's place in the list, without dots.
    init(
        of list: String,
        cut elements: [Element],
        by position: (Element) -> String,
        _ request: PageRequest,
        now: Timestamp
    ) {
        self.elements = Array(elements.prefix(request.size))
        nextToken =
            elements.count > request.size
            ? self.elements.last.map { PageToken(list: list, position: position($0), issuedAt: now).text } : nil
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

    /// The place in a list after which the page begins, or `nil` for the first page.
    ///
    /// - Throws: `InvalidToken`, also where `read` makes nothing of it.
    func position<Position>(
        in list: String,
        now: Timestamp,
        _ read: (String) -> Position?
    ) throws(APIError) -> Position? {
        guard let token else { return nil }
        guard let position = read(try PageToken(token, list: list, now: now).position) else {
            throw PageToken.isInvalid
        }
        return position
    }

    /// The members that every paginated operation has.
    static let members: [Member] = [.optional("maxResults", .pageSize), .optional("nextToken", .pageToken)]
}

extension JSONObject {
    /// Adds a page's token, where there is a next page.
    mutating func add(nextToken: String?) { self["nextToken"] = nextToken.map(JSON.string) }
}
