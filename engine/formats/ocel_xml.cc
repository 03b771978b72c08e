#include "formats/ocel_xml.h"

#include <expat.h>

#include <map>
#include <memory>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/ocel_log.h"

namespace sojourn {
namespace {

constexpr size_t kDepthMax = 64;

using Attributes = std::map<std::string, std::string, std::less<>>;

std::string at(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second;
}

// Two readings: types and objects first, then the events, which may stand before them.
class LogReader {
 public:
  LogReader(std::string_view bytes, const FormatSettings& settings, EventWriter& writer)
      : bytes_(bytes), log_(settings), writer_(writer) {}

  Status read() {
    SOJOURN_CHECK(read_once());
    SOJOURN_CHECK(log_.settle());
    objects_known_ = true;
    return read_once();
  }

 private:
  static LogReader& of(void* self) { return *static_cast<LogReader*>(self); }
  std::string where() const { return "line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())); }

  Status read_once() {
    parser_.reset(XML_ParserCreate(nullptr));
    XML_Parser parser = parser_.get();
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser, [](void* self, const char* name, const char** attributes) { of(self).begin(name, attributes); },
        [](void* self, const char* name) { of(self).end(name); });
    XML_SetCharacterDataHandler(
        parser, [](void* self, const char* text, int size) { of(self).text_.append(text, static_cast<size_t>(size)); });
    XML_SetStartDoctypeDeclHandler(parser, [](void* self, const char*, const char*, const char*, int) {
      of(self).stop(Status::invalid("an event log declares no document type"));
    });
    path_.clear();
    constexpr size_t kChunk = size_t{1} << 20;
    for (size_t from = 0; from < bytes_.size() && fault_.ok(); from += kChunk) {
      const std::string_view chunk = bytes_.substr(from, kChunk);
      const bool last = from + chunk.size() == bytes_.size();
      if (XML_Parse(parser, chunk.data(), static_cast<int>(chunk.size()), last ? 1 : 0) == XML_STATUS_OK) continue;
      if (fault_.ok())
        fault_ = Status::invalid(std::string("not XML: ") + XML_ErrorString(XML_GetErrorCode(parser)), where());
    }
    return fault_;
  }

  void stop(Status fault) {
    if (fault_.ok()) fault_ = fault.where().empty() ? std::move(fault).within(where()) : std::move(fault);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void begin(const char* name, const char** told) {
    if (!fault_.ok()) return;
    path_.emplace_back(name);
    text_.clear();
    if (path_.size() > kDepthMax) {
      stop(Status::limit("nested deeper than " + std::to_string(kDepthMax) + " levels"));
      return;
    }
    Attributes attributes;
    for (; *told != nullptr; told += 2) attributes[told[0]] = told[1];
    if (path_.size() < 3) return;
    const std::string& part = path_[1];
    if (part == "event-types" || part == "object-types") {
      begin_type(part == "event-types" ? "event" : "object", attributes);
    } else if (part == "objects" || part == "events") {
      begin_record(part == "events", attributes);
    }
  }

  // <event-type name="..."><attributes><attribute name="..." type="..."/>
  void begin_type(const std::string& what, const Attributes& attributes) {
    if (path_.size() == 3) type_ = at(attributes, "name");
    if (path_.back() == "attribute") log_.declare(what, type_, at(attributes, "name"), at(attributes, "type"));
  }

  // <event id type time> and <object id type>, with their <attribute name time>, and their relations: the standard calls
  // these <relationship> in its text and <object> in its schema.
  void begin_record(bool events, const Attributes& attributes) {
    if (path_.size() == 3) {
      event_ = {};
      object_ = {};
      line_ = XML_GetCurrentLineNumber(parser_.get());
      event_.id = at(attributes, "id");
      event_.type = object_.type = at(attributes, "type");
      event_.time = at(attributes, "time");
    } else if (path_.back() == "attribute") {
      value_ = {};
      value_.name = at(attributes, "name");
      value_.type = log_.type_of(events ? "event" : "object", event_.type, value_.name);
      const Result<ParsedTime> time = parse_time(at(attributes, "time"), Zone());
      value_.time = time ? time->utc : 0;
    } else if (path_.back() == "relationship" || path_.back() == "object") {
      OcelRelation to{at(attributes, "object-id"), at(attributes, "qualifier")};
      if (to.qualifier.empty()) to.qualifier = at(attributes, "relationship");
      if (to.object.empty()) return;
      object_.related.push_back(to.object);
      event_.objects.push_back(std::move(to));
    }
  }

  void end(std::string_view name) {
    if (!fault_.ok()) return;
    const bool record = path_.size() >= 3 && (path_[1] == "events" || path_[1] == "objects");
    if (record && path_.size() > 3 && name == "attribute") {
      value_.value = trim(text_);
      object_.values.push_back(value_);
      event_.values.push_back(value_);
    }
    if (record && path_.size() == 3) end_record(path_[1] == "events");
    text_.clear();
    if (!path_.empty()) path_.pop_back();
  }

  void end_record(bool events) {
    if (!events && !objects_known_ && !event_.id.empty()) log_.add_object(event_.id, std::move(object_));
    if (!events || !objects_known_) return;
    writer_.row();
    const Status status = log_.write(event_, writer_, line_, "event " + std::string(fitting(event_.id, 200)));
    if (!status.ok()) stop(status);
  }

  std::string_view bytes_;
  OcelLog log_;
  EventWriter& writer_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_{nullptr, XML_ParserFree};
  bool objects_known_ = false;
  Status fault_;
  std::vector<std::string> path_;  // Elements that are open.
  std::string text_;               // Of the element that is open.
  std::string type_;
  OcelEvent event_;
  OcelObject object_;
  OcelValue value_;
  uint64_t line_ = 0;
};

}  // namespace

bool is_ocel_xml(std::string_view head) {
  while (!head.empty() && (is_blank(head.front()) || static_cast<unsigned char>(head.front()) >= 0x80))
    head.remove_prefix(1);
  if (!head.starts_with("<")) return false;
  const size_t log = head.find("<log");
  if (log == std::string_view::npos || head.find("xes.") != std::string_view::npos) return false;
  return head.find("<object-type") != std::string_view::npos || head.find("<event-type") != std::string_view::npos ||
         (head.find("<events") != std::string_view::npos && head.find("<trace") == std::string_view::npos) ||
         (head.find("<objects") != std::string_view::npos && head.find("<trace") == std::string_view::npos);
}

Status read_ocel_xml(std::string_view bytes, const FormatSettings& settings, EventWriter& writer) {
  return LogReader(bytes, settings, writer).read();
}

}  // namespace sojourn
