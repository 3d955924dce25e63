/// Rules that need a look at several files.
enum TreeRules {
  /// A module may import its own floor and the floors below it.
  static func upwardImports(_ files: [SourceFile]) -> [Finding] {
    let floorOf = Dictionary(
      files.compactMap { file in file.floor.map { (file.module, $0) } },
      uniquingKeysWith: { first, _ in first })
    return files.flatMap { file in
      file.imports.compactMap { imported, line in
        guard let floor = file.floor, let other = floorOf[imported], other > floor else {
          return nil
        }
        return Finding(path: file.path, line: line, what: "imports \(imported) from above")
      }
    }
  }

  /// A module imports those of ours that the manifest says it uses, and no other.
  ///
  /// - Parameters:
  ///   - files: all that is below `Sources`.
  ///   - manifest: for each target of ours, what it depends on.
  /// - Returns: the imports that are not in the manifest.
  static func undeclaredImports(
    _ files: [SourceFile], manifest: [String: Set<String>]
  ) -> [Finding] {
    files.flatMap { file in
      file.imports.compactMap { imported, line in
        guard file.isUnder("Sources"), manifest[imported] != nil, imported != file.module,
          manifest[file.module]?.contains(imported) != true
        else { return nil }
        return Finding(
          path: file.path, line: line,
          what: "imports \(imported), which Package.swift does not give to \(file.module)")
      }
    }
  }

  /// Only what the asked layout has may lie at the top.
  static func strangers(atTop names: [String]) -> [Finding] {
    let known: Set<String> = [
      "Package.swift", "Sources", "Tests", "sql", "config", "README.md", "Makefile",
      // Written by the package manager, never committed.
      "Package.resolved",
    ]
    return names.filter { !known.contains($0) }.map {
      Finding(path: $0, line: 0, what: "is not part of the layout")
    }
  }

  /// Each migration says why, what can go wrong and how to go back, and has a check of its name.
  ///
  /// - Parameters:
  ///   - migrations: name and text.
  ///   - checks: names.
  /// - Returns: what is missing.
  static func incomplete(migrations: [String: String], checks: Set<String>) -> [Finding] {
    let unchecked = migrations.keys.sorted().flatMap { name -> [Finding] in
      let path = "sql/migrations/" + name
      let header = (migrations[name] ?? "").split(separator: "\n").prefix { $0.hasPrefix("--") }
      let missing = ["Why:", "Risk:", "Way back:"].filter { word in
        !header.contains { $0.hasPrefix("-- " + word) }
      }
      let named = name.wholeMatch(of: /[0-9]{4}_[a-z0-9_]+\.sql/) != nil
      return missing.map { Finding(path: path, line: 1, what: "has no line '-- \($0)'") }
        + (named ? [] : [Finding(path: path, line: 0, what: "is not named NNNN_what.sql")])
        + (checks.contains(name)
          ? [] : [Finding(path: path, line: 0, what: "has no check in sql/checks")])
    }
    let orphans = checks.subtracting(migrations.keys).sorted().map {
      Finding(path: "sql/checks/" + $0, line: 0, what: "checks no migration")
    }
    let numbers = Dictionary(grouping: migrations.keys) { $0.prefix(4) }
    let twice = numbers.values.filter { $0.count > 1 }.map {
      Finding(path: "sql/migrations/" + ($0.max() ?? ""), line: 0, what: "has a number twice used")
    }
    return unchecked + orphans + twice
  }
}
