// XML as it streams by, for workbooks and event logs: names without their namespaces, no document types, bounded depth
// and size.
//
// Errors    kInvalidArgument (no XML, or a document type), kLimit (nested too deeply, too large), those of the bytes, and
//           what the handler stopped with; `where` is the line.
// Encoding  as the document declares, unless it begins with the mark of UTF-8 (or 16), which goes before it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "collect/byte_stream.h"

namespace sojourn {

// The attributes of one element, by their names without namespaces; lent for the call.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  std::string_view at(std::string_view name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void begin(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void text(std::string_view) {}
  virtual void end(std::string_view name) = 0;
};

class XmlStream {
 public:
  // Reads `bytes` to their end, `most` bytes at the most, and tells `handler` (borrowed) what is in them.
  XmlStream(std::unique_ptr<ByteStream> bytes, XmlHandler& handler, size_t most = std::numeric_limits<size_t>::max());
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // Reads on a little; false at the end.
  Result<bool> next();
  Status read_all();
  // From within the handler: reading ends with this; its `where` is the line unless it has one.
  void stop(Status fault);
  uint64_t line() const;
  uint64_t bytes_read() const { return bytes_->bytes_read(); }
  // How many more of the bytes may come.
  size_t left() const { return left_; }

 private:
  struct Parser;
  std::unique_ptr<ByteStream> bytes_;
  std::unique_ptr<Parser> parser_;
  size_t left_;
};

}  // namespace sojourn
