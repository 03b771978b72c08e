// The list of formats, and how one is found.
#include <algorithm>
#include <deque>

#include "base/suggest.h"
#include "formats/format.h"
#include "formats/utf8_text.h"

namespace sojourn {

// One line each, sorted; and one in kMakers.
Format amazon_connect_format();
Format app_store_format();
Format asknicely_format();
Format asterisk_format();
Format chatwoot_format();
Format contact_lens_format();
Format delighted_format();
Format formbricks_format();
Format genesys_format();
Format google_forms_format();
Format google_reviews_format();
Format hubspot_format();
Format ocel_format();
Format play_reviews_format();
Format qualtrics_format();
Format rasa_format();
Format salesforce_format();
Format shopify_format();
Format stripe_format();
Format surveymonkey_format();
Format transcripts_format();
Format twilio_format();
Format typeform_format();
Format woocommerce_format();
Format xes_format();
Format zendesk_format();

namespace {

constexpr Format (*kMakers[])() = {
    amazon_connect_format, app_store_format,  asknicely_format,  asterisk_format,     chatwoot_format,
    contact_lens_format,   delighted_format,  formbricks_format, genesys_format,      google_forms_format,
    google_reviews_format, hubspot_format,    ocel_format,       play_reviews_format, qualtrics_format,
    rasa_format,           salesforce_format, shopify_format,    stripe_format,       surveymonkey_format,
    transcripts_format,    twilio_format,     typeform_format,   woocommerce_format,  xes_format,
    zendesk_format,
};

std::vector<Format> make_formats() {
  std::vector<Format> made;
  for (const auto make : kMakers) made.push_back(make());
  std::sort(made.begin(), made.end(), [](const Format& a, const Format& b) { return a.id < b.id; });
  return made;
}

// "role.*" stands for every name that begins with "role.".
bool is_setting(std::string_view pattern, std::string_view name) {
  if (!pattern.ends_with(".*")) return pattern == name;
  const std::string_view prefix = pattern.substr(0, pattern.size() - 1);
  return name.size() > prefix.size() && name.starts_with(prefix);
}

}  // namespace

std::span<const Format> formats() {
  static const std::vector<Format> kFormats = make_formats();
  return kFormats;
}

Result<const Format*> find_format(std::string_view id) {
  std::vector<std::string> names;
  for (const Format& format : formats()) {
    if (format.id == id) return &format;
    names.push_back(format.id);
  }
  return Status::not_found("there is no format '" + std::string(id.substr(0, 80)) + "'." + did_you_mean(id, names));
}

Status read_format(const Format& format, const FormatInput& input, const FormatSettings& settings,
                   EventWriter& writer) {
  std::deque<std::string> rooms;
  FormatInput text = input;
  SOJOURN_TRY(text.bytes, utf8_text(input.bytes, rooms.emplace_back()));
  for (auto& [name, bytes] : text.side_files) {
    Result<std::string_view> side = utf8_text(bytes, rooms.emplace_back());
    if (!side) return std::move(side).error().within(name);
    bytes = *side;
  }
  return format.read(text, settings, writer);
}

const Format* recognise_format(std::string_view head, std::string_view name) {
  std::string room;
  if (const Result<std::string_view> text = utf8_text(head, room)) head = *text;
  const Format* found = nullptr;
  for (const Format& format : formats()) {
    if (format.recognises == nullptr || !format.recognises(head, name)) continue;
    if (found != nullptr) return nullptr;
    found = &format;
  }
  return found;
}

Status check_settings(const Format& format, const FormatSettings& settings) {
  for (const auto& [name, value] : settings) {
    std::vector<std::string> names;
    bool known = false;
    for (const auto& [pattern, about] : format.settings) {
      known = known || is_setting(pattern, name);
      names.push_back(pattern);
    }
    if (known) continue;
    std::string list;
    for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
    return Status::invalid(format.id + " has no such setting; " + (list.empty() ? "it has none" : "it has " + list) +
                               "." + did_you_mean(name, names),
                           name);
  }
  return {};
}

}  // namespace sojourn
