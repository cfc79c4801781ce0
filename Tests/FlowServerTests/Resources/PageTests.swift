import FlowJSON
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("Pages of lists")
struct PageTests {
    private static let now = Timestamp(milliseconds: 1_763_716_440_123)

    private static func page(
        _ list: [Int],
        _ size: Int,
        _ token: String?,
        at moment: Timestamp = now
    ) throws -> Page<Int> {
        var input: JSONObject = ["maxResults": .integer(Int64(size))]
        input["nextToken"] = token.map(JSON.string)
        return try Page(of: "list", list, by: \.self, PageRequest(Input(input), isAscending: false), now: moment)
    }

    @Test("pages follow each other, whatever comes in before them")
    func pages() throws {
        let first = try Self.page([5, 4, 3, 2, 1], 2, nil)
        #expect(first.elements == [5, 4])
        let second = try Self.page([7, 6, 5, 4, 3, 2, 1], 2, first.nextToken)
        #expect(second.elements == [3, 2])
        let third = try Self.page([3, 2, 1], 2, second.nextToken)
        #expect(third.elements == [1])
        #expect(third.nextToken == nil)
    }

    @Test("a full last page has no token, and 0 means 100")
    func ends() throws {
        #expect(try Self.page([2, 1], 2, nil).nextToken == nil)
        let hundred = try Self.page(Array((1...101).reversed()), 0, nil)
        #expect(hundred.elements.count == 100)
        #expect(hundred.nextToken != nil)
    }

    @Test("tokens that were not given out are refused", arguments: ["", "x", "zz", "3132", "312e322e33"])
    func wrongToken(text: String) {
        #expect(throws: PageToken.isInvalid) { try Self.page([3, 2, 1], 1, text) }
    }

    @Test("a token of another list, or one that is a day old, is refused")
    func otherToken() throws {
        let other = PageToken(list: "other", position: "2", issuedAt: Self.now).text
        #expect(throws: PageToken.isInvalid) { try Self.page([3, 2, 1], 1, other) }
        let token = try Self.page([3, 2, 1], 1, nil).nextToken
        #expect(throws: PageToken.isInvalid) {
            try Self.page([3, 2, 1], 1, token, at: Self.now.adding(seconds: 24 * 3600))
        }
    }
}
