import JSONata
import StatesLanguage

/// A function that an expression may call.
struct FunctionWord {
    let name: String
    /// What it takes, such as `(array, size)`.
    let arguments: String
    let text: String

    /// An intrinsic function of JSONPath, by its whole name.
    static func intrinsic(_ name: String) -> FunctionWord? { intrinsics.first { $0.name == name } }

    /// A JSONata function, by its name without `$`.
    static func jsonata(_ name: String) -> FunctionWord? { jsonata.first { $0.name == name } }

    static let intrinsics: [FunctionWord] = [
        .init("States.Format", "(template, value…)", "The template with each `{}` replaced by the next value."),
        .init("States.StringToJson", "(text)", "The JSON value that a text holds."),
        .init("States.JsonToString", "(value)", "The compact JSON text of a value."),
        .init("States.Array", "(value…)", "An array of the values."),
        .init("States.ArrayPartition", "(array, size)", "The array cut into pieces of at most that size."),
        .init("States.ArrayContains", "(array, value)", "Whether the array has an equal element."),
        .init("States.ArrayRange", "(first, last, step)", "Numbers from the first to the last, at most 1,000."),
        .init("States.ArrayGetItem", "(array, index)", "The element at an index from 0."),
        .init("States.ArrayLength", "(array)", "The number of elements."),
        .init("States.ArrayUnique", "(array)", "The array without repeated elements."),
        .init("States.Base64Encode", "(text)", "The text in Base64; at most 10,000 characters."),
        .init("States.Base64Decode", "(text)", "The text that Base64 stands for; at most 10,000 characters."),
        .init("States.Hash", "(data, algorithm)", "The digest: `MD5`, `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`."),
        .init("States.JsonMerge", "(first, second, false)", "Both objects in one; the second's members count."),
        .init("States.MathRandom", "(start, end[, seed])", "A whole number from start up to, not including, end."),
        .init("States.MathAdd", "(first, second)", "The sum of two whole numbers."),
        .init("States.StringSplit", "(text, delimiters)", "The pieces between any of the delimiter characters."),
        .init("States.UUID", "()", "A random UUID, version 4."),
    ]

    static let jsonata: [FunctionWord] = [
        .init("sum", "(array)", "The sum of numbers."),
        .init("count", "(array)", "The number of elements."),
        .init("max", "(array)", "The largest number."),
        .init("min", "(array)", "The smallest number."),
        .init("average", "(array)", "The mean of numbers."),
        .init("string", "(value[, prettify])", "The value as a text; a value that is no text as JSON."),
        .init("substring", "(text, start[, length])", "The part from start on; a negative start counts from the end."),
        .init("substringBefore", "(text, characters)", "The part before the first occurrence."),
        .init("substringAfter", "(text, characters)", "The part after the first occurrence."),
        .init("lowercase", "(text)", "The text in lower case."),
        .init("uppercase", "(text)", "The text in upper case."),
        .init("length", "(text)", "The number of characters."),
        .init("trim", "(text)", "The text with white space made single blanks and none at the ends."),
        .init("pad", "(text, width[, character])", "The text made as wide; a negative width pads on the left."),
        .init("match", "(text, pattern[, limit])", "The matches of a regular expression, as objects."),
        .init("contains", "(text, pattern)", "Whether the text has a part that is or matches the pattern."),
        .init("replace", "(text, pattern, replacement[, limit])", "The text with matches replaced."),
        .init("split", "(text, separator[, limit])", "The pieces between separators."),
        .init("join", "(array[, separator])", "The texts in one."),
        .init("base64encode", "(text)", "The text in Base64."),
        .init("base64decode", "(text)", "The text that Base64 stands for."),
        .init("encodeUrlComponent", "(text)", "The text as a component of a URL."),
        .init("encodeUrl", "(text)", "The text as a URL."),
        .init("decodeUrlComponent", "(text)", "The text that a component of a URL stands for."),
        .init("decodeUrl", "(text)", "The text that a URL stands for."),
        .init("formatNumber", "(number, picture[, options])", "The number by a picture such as `#,##0.00`."),
        .init("formatBase", "(number[, base])", "The number in a base from 2 to 36."),
        .init("formatInteger", "(number, picture)", "The whole number by a picture such as `w` or `I`."),
        .init("parseInteger", "(text, picture)", "The whole number that a text shows."),
        .init("number", "(value)", "The value as a number."),
        .init("floor", "(number)", "The whole number at or below."),
        .init("ceil", "(number)", "The whole number at or above."),
        .init("round", "(number[, precision])", "The number rounded, halves to even."),
        .init("abs", "(number)", "The number without its sign."),
        .init("sqrt", "(number)", "The square root."),
        .init("power", "(base, exponent)", "The base to the power of the exponent."),
        .init("random", "([seed])", "A number from 0 up to, not including, 1; the same for the same seed."),
        .init("boolean", "(value)", "The value as a boolean: empty ones and 0 are false."),
        .init("not", "(value)", "The opposite of the value as a boolean."),
        .init("exists", "(value)", "Whether the expression gives anything."),
        .init("map", "(array, function)", "What the function gives for each element."),
        .init("filter", "(array, function)", "The elements that the function holds for."),
        .init("single", "(array[, function])", "The one element that the function holds for; an error where not one."),
        .init("reduce", "(array, function[, init])", "What the function makes of all elements, two at a time."),
        .init("sift", "(object, function)", "The members that the function holds for."),
        .init("each", "(object, function)", "What the function gives for each member."),
        .init("sort", "(array[, function])", "The elements in order; the function tells which of two comes later."),
        .init("zip", "(array…)", "Arrays of the elements at the same positions."),
        .init("append", "(array, array)", "Both arrays in one."),
        .init("reverse", "(array)", "The elements from the last to the first."),
        .init("shuffle", "(array)", "The elements in random order."),
        .init("distinct", "(array)", "The elements without repeated ones."),
        .init("keys", "(object)", "The keys of the object."),
        .init("lookup", "(object, key)", "The member with that key."),
        .init("spread", "(object)", "An array of objects with one member each."),
        .init("merge", "(array)", "The objects in one; later members count."),
        .init("error", "([message])", "Fails with a message."),
        .init("assert", "(condition[, message])", "Fails unless the condition holds."),
        .init("type", "(value)", "The name of the value's type."),
        .init("clone", "(value)", "A copy of the value."),
        .init("toMillis", "(timestamp[, picture])", "Milliseconds since 1970."),
        .init("fromMillis", "(number[, picture[, timezone]])", "The timestamp of milliseconds since 1970."),
        .init("now", "([picture[, timezone]])", "The time when the state was entered, as a timestamp."),
        .init("millis", "()", "The time when the state was entered, in milliseconds since 1970."),
        .init("partition", "(array, size)", "The array cut into pieces of at most that size."),
        .init("range", "(first, last, step)", "Numbers from the first to the last."),
        .init("hash", "(text, algorithm)", "The digest: `MD5`, `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`."),
        .init("uuid", "()", "A random UUID, version 4."),
        .init("parse", "(text)", "The JSON value that a text holds."),
    ]

    private init(_ name: String, _ arguments: String, _ text: String) {
        self.name = name
        self.arguments = arguments
        self.text = text
    }
}
