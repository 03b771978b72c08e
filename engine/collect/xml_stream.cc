#include "collect/xml_stream.h"

#include <expat.h>

#include <utility>
#include <vector>

namespace sojourn {
namespace {

constexpr size_t kDepthMax = 64;
constexpr size_t kChunkBytes = 64 * 1024;

std::string_view local_name(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::at(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (local_name(pair[0]) == name) return pair[1];
  }
  return {};
}

struct XmlStream::Parser {
  explicit Parser(XmlHandler& to) : handler(to), expat(XML_ParserCreate(nullptr)), chunk(kChunkBytes) {
    XML_SetUserData(expat, this);
    XML_SetElementHandler(
        expat,
        [](void* self, const char* name, const char** attributes) {
          Parser& parser = of(self);
          if (++parser.depth > kDepthMax) parser.stop(Status::limit("its XML is nested too deeply"));
          if (parser.fault.ok()) parser.handler.begin(local_name(name), XmlAttributes(attributes));
        },
        [](void* self, const char* name) {
          --of(self).depth;
          if (of(self).fault.ok()) of(self).handler.end(local_name(name));
        });
    XML_SetCharacterDataHandler(expat, [](void* self, const char* text, int size) {
      if (of(self).fault.ok()) of(self).handler.text({text, static_cast<size_t>(size)});
    });
    XML_SetStartDoctypeDeclHandler(expat, [](void* self, const char*, const char*, const char*, int) {
      of(self).stop(Status::invalid("its XML declares a document type, which is never read"));
    });
  }
  ~Parser() { XML_ParserFree(expat); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static Parser& of(void* self) { return *static_cast<Parser*>(self); }
  uint64_t line() const { return XML_GetCurrentLineNumber(expat); }
  void stop(Status why) {
    if (fault.ok())
      fault = why.where().empty() ? std::move(why).within("line " + std::to_string(line())) : std::move(why);
    XML_StopParser(expat, XML_FALSE);
  }

  XmlHandler& handler;
  XML_Parser expat;
  std::vector<char> chunk;
  size_t depth = 0;
  bool started = false;
  bool ended = false;
  Status fault;
};

XmlStream::XmlStream(std::unique_ptr<ByteStream> bytes, XmlHandler& handler, size_t most)
    : bytes_(std::move(bytes)), parser_(std::make_unique<Parser>(handler)), left_(most) {}
XmlStream::~XmlStream() = default;

void XmlStream::stop(Status fault) { parser_->stop(std::move(fault)); }
uint64_t XmlStream::line() const { return parser_->line(); }

Result<bool> XmlStream::next() {
  Parser& parser = *parser_;
  if (!parser.fault.ok()) return parser.fault;
  if (parser.ended) return false;
  SOJOURN_TRY(const size_t count, bytes_->read(parser.chunk.data(), parser.chunk.size()));
  if (count > left_) {
    return parser.fault = Status::limit("it unpacks to more than a workbook may hold; export it as CSV");
  }
  left_ -= count;
  parser.ended = count == 0;
  const std::string_view chunk(parser.chunk.data(), count);
  if (!std::exchange(parser.started, true) && chunk.starts_with("\xEF\xBB\xBF")) XML_SetEncoding(parser.expat, "UTF-8");
  const auto outcome =
      XML_Parse(parser.expat, chunk.data(), static_cast<int>(count), parser.ended ? XML_TRUE : XML_FALSE);
  if (outcome != XML_STATUS_OK && parser.fault.ok()) {
    parser.stop(
        Status::invalid(std::string("its XML does not read: ") + XML_ErrorString(XML_GetErrorCode(parser.expat))));
  }
  if (!parser.fault.ok()) return parser.fault;
  return !parser.ended;
}

Status XmlStream::read_all() {
  while (true) {
    SOJOURN_TRY(const bool more, next());
    if (!more) return {};
  }
}

}  // namespace sojourn
