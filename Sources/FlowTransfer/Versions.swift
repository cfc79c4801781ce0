import CCurl

/// The libraries that transfers use, a line each.
package func transferVersions() -> [String] { [String(cString: curl_version())] }
