import Foundation
import LocalCluster

/// The folder of this test process, below which everything a test makes is gone when it ends.
///
/// A watchdog holds one end of a pipe and wakes when our end closes, however we ended, `kill -9`
/// included. It then ends every server that works below the folder and removes the folder.
package enum Scratch {
  /// A new folder of a short path, whose name says what it is for.
  package static func folder(_ name: String) throws -> String {
    let root = try root.get()
    var template = Array((root + "/" + name + "-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw TestKitProblem("mkdtemp in \(root)") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The server's account has to pass through.
    chmod(path, 0o755)
    return path
  }

  /// Where the folders of this process lie.
  package static let root = Result { try makeRoot() }

  private static func makeRoot() throws -> String {
    var template = Array("/tmp/cadre-t-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestKitProblem("mkdtemp in /tmp") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o711)
    let pipe = try ChildPipe()
    _ = try Child(
      ["/bin/sh", "-c", watchdog, "cadre-test-watchdog", path],
      streams: Child.Streams(input: pipe.outlet), ownSession: true)
    // Our end stays open as long as we live; nobody inherits it.
    close(pipe.outlet)
    return path
  }

  private static let watchdog = #"""
    trap '' HUP INT TERM
    read -r end
    root=$1
    servers() {
      ls -ld /proc/[0-9]*/cwd 2>/dev/null |
        sed -n "s|.* /proc/\([0-9]*\)/cwd -> $root/.*|\1|p"
    }
    # An initdb whose starter was killed holds the lock until it is done.
    find "$root" -maxdepth 3 -name .lock -exec flock -w 20 {} true ';' 2>/dev/null
    for file in $(find "$root" -maxdepth 4 -name postmaster.pid 2>/dev/null); do
      server=$(head -n 1 "$file")
      case "$(readlink "/proc/$server/cwd" 2>/dev/null)" in
        "$root"/*) kill -INT "$server" ;;
      esac
    done
    for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      [ -z "$(servers)" ] && rm -rf -- "$root" && sleep 0.2 && [ -z "$(servers)" ] &&
        [ ! -e "$root" ] && exit 0
      [ "$turn" -gt 10 ] && kill -KILL $(servers) 2>/dev/null
      sleep 0.2
    done
    rm -rf -- "$root"
    """#
}

/// The test cannot even be set up.
package struct TestKitProblem: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
