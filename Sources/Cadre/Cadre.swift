@main
struct Cadre {
  static func main() {}
}
