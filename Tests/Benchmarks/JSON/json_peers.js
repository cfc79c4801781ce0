// Parses and writes one text with node: json_peers.js FILE.
const bytes = require('fs').readFileSync(process.argv[2])

function measure(what, rounds, body) {
  let best = Infinity
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint()
    body()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9)
  }
  console.log(`${what}\tnode\t${Math.round(bytes.length / best / 1e6)}`)
}

// From bytes to bytes, as the others do.
measure('parse', 5, () => JSON.parse(bytes.toString('utf8')))
const value = JSON.parse(bytes.toString('utf8'))
measure('write', 5, () => Buffer.from(JSON.stringify(value), 'utf8'))
