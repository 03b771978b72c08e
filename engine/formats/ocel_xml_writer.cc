// Writes OCEL 2.0 as XML: types, objects, events, in the order of its schema.
#include <array>
#include <cstdio>
#include <memory>

#include "formats/event_log.h"
#include "formats/log_names.h"
#include "formats/ocel_shape.h"

namespace sojourn {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_text(value) + "\"";
}

std::string relationship(std::string_view object, std::string_view qualifier) {
  return "<relationship" + attribute("object-id", object) + attribute("qualifier", qualifier) + "/>";
}

std::string event_xml(const ShapedEvent& event) {
  std::string out = "  <event" + attribute("id", event.id) + attribute("type", event.type) +
                    attribute("time", event.time) + "><attributes>";
  for (const ShapedValue& value : event.values) {
    out += "<attribute" + attribute("name", value.name) + ">" + xml_text(value.text) + "</attribute>";
  }
  out += "</attributes><objects>";
  for (const auto& [object, qualifier] : event.objects) out += relationship(object, qualifier);
  return out + "</objects></event>\n";
}

Status write_head(const OcelShape& shape, const WriteText& write) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n <object-types>\n";
  std::set<std::string> kinds;
  for (const auto& [key, related] : shape.objects()) kinds.insert(key.first);
  for (const std::string& kind : kinds) {
    out += "  <object-type" + attribute("name", kind) + "><attributes/></object-type>\n";
  }
  out += " </object-types>\n <event-types>\n";
  for (const auto& [activity, attributes] : shape.event_types()) {
    out += "  <event-type" + attribute("name", activity) + "><attributes>";
    for (const auto& [name, type] : attributes) {
      out += "<attribute" + attribute("name", name) + attribute("type", type) + "/>";
    }
    out += "</attributes></event-type>\n";
  }
  SOJOURN_CHECK(write(out + " </event-types>\n <objects>\n"));
  for (const auto& [key, related] : shape.objects()) {
    std::string object =
        "  <object" + attribute("id", key.second) + attribute("type", key.first) + "><attributes/><objects>";
    for (const std::string& customer : related) object += relationship(customer, "of customer");
    SOJOURN_CHECK(write(object + "</objects></object>\n"));
  }
  return write(" </objects>\n <events>\n");
}

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Status copy_all(std::FILE* from, const WriteText& write) {
  constexpr size_t kChunk = 64 * 1024;
  std::array<char, kChunk> chunk{};
  std::rewind(from);
  for (size_t size = std::fread(chunk.data(), 1, kChunk, from); size > 0;
       size = std::fread(chunk.data(), 1, kChunk, from)) {
    SOJOURN_CHECK(write(std::string_view(chunk.data(), size)));
  }
  return std::ferror(from) == 0 ? Status() : Status::unavailable("the temporary file cannot be read again");
}

}  // namespace

Result<int64_t> write_ocel_xml(const NextLogEvent& next, const WriteText& write) {
  const OpenFile waiting(std::tmpfile(), [](std::FILE* open) { return open == nullptr ? 0 : std::fclose(open); });
  if (waiting == nullptr) return Status::unavailable("no temporary file can be made for the events");
  OcelShape shape;
  int64_t count = 0;
  LogEvent event;
  while (true) {
    SOJOURN_TRY(const bool more, next(event));
    if (!more) break;
    const std::string text = event_xml(shape.shape(event));
    if (std::fwrite(text.data(), 1, text.size(), waiting.get()) != text.size()) {
      return Status::unavailable("the disk does not take the temporary file of events");
    }
    ++count;
  }
  SOJOURN_CHECK(write_head(shape, write));
  SOJOURN_CHECK(copy_all(waiting.get(), write));
  SOJOURN_CHECK(write(" </events>\n</log>\n"));
  return count;
}

}  // namespace sojourn
