// reference.js SCRIPT: answers requests of ../shared/suites line by line with the jsonata-js of a script.
const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

const context = vm.createContext({});
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), context);
const script = new vm.Script("jsonata(request.expression).evaluate(request.input)");

// What has functions in it is shown as ours is: they are empty texts.
const plain = (key, value) => (typeof value === "function" || (value && (value._jsonata_function || value._jsonata_lambda)) ? "" : value);

// A predicate that is 0 chooses the nothing that it is applied to, which leaves a hole in a list.
const hasNothing = (value) => Array.isArray(value) && value.sequence && value.some((item) => item === undefined || hasNothing(item));

function reply(request) {
    try {
        context.request = request;
        const value = script.runInContext(context, { timeout: 1000 });
        if (value === undefined) return { undefined: true };
        if (hasNothing(value)) return { error: { code: "Undefined" } };
        if (plain("", value) === "") return typeof value === "string" ? { result: value } : { function: true };
        return { result: JSON.parse(JSON.stringify(value, plain)) };
    } catch (error) {
        return { error: { code: error.code || error.constructor.name, message: String(error.message) } };
    }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const request = JSON.parse(line);
    process.stdout.write(JSON.stringify({ id: request.id, ...reply(request) }) + "\n");
});
