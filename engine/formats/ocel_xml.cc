#include "formats/ocel_xml.h"

#include <optional>

#include "base/text.h"
#include "collect/xml_stream.h"
#include "formats/contact.h"
#include "formats/ocel_log.h"

namespace sojourn {
namespace {

// Two readings: types and objects first, then the events, which may stand before them.
class LogReader final : public XmlHandler {
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
  Status read_once() {
    path_.clear();
    xml_.emplace(ByteStream::lent(bytes_), *this);
    return xml_->read_all();
  }

  void begin(std::string_view name, const XmlAttributes& attributes) override {
    path_.emplace_back(name);
    text_.clear();
    if (path_.size() < 3) return;
    const std::string& part = path_[1];
    if (part == "event-types" || part == "object-types") {
      begin_type(part == "event-types" ? "event" : "object", attributes);
    } else if (part == "objects" || part == "events") {
      begin_record(part == "events", attributes);
    }
  }

  // <event-type name="..."><attributes><attribute name="..." type="..."/>
  void begin_type(const std::string& what, const XmlAttributes& attributes) {
    if (path_.size() == 3) type_ = std::string(attributes.at("name"));
    if (path_.back() == "attribute")
      log_.declare(what, type_, std::string(attributes.at("name")), std::string(attributes.at("type")));
  }

  // <event id type time> and <object id type>, with their <attribute name time>, and their relations: the standard calls
  // these <relationship> in its text and <object> in its schema.
  void begin_record(bool events, const XmlAttributes& attributes) {
    if (path_.size() == 3) {
      event_ = {};
      object_ = {};
      line_ = xml_->line();
      event_.id = std::string(attributes.at("id"));
      event_.type = object_.type = std::string(attributes.at("type"));
      event_.time = std::string(attributes.at("time"));
    } else if (path_.back() == "attribute") {
      value_ = {};
      value_.name = std::string(attributes.at("name"));
      value_.type = log_.type_of(events ? "event" : "object", event_.type, value_.name);
      const Result<ParsedTime> time = parse_time(attributes.at("time"), Zone());
      value_.time = time ? time->utc : 0;
    } else if (path_.back() == "relationship" || path_.back() == "object") {
      OcelRelation to{std::string(attributes.at("object-id")), std::string(attributes.at("qualifier"))};
      if (to.qualifier.empty()) to.qualifier = std::string(attributes.at("relationship"));
      if (to.object.empty()) return;
      object_.related.push_back(to.object);
      event_.objects.push_back(std::move(to));
    }
  }

  void text(std::string_view part) override { text_ += part; }

  void end(std::string_view name) override {
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
    if (!status.ok()) xml_->stop(status);
  }

  std::string_view bytes_;
  OcelLog log_;
  EventWriter& writer_;
  std::optional<XmlStream> xml_;  // Of this reading.
  bool objects_known_ = false;
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
