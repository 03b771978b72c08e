#include "tracking/segment_words.h"

#include <array>

#include "collect/json_text.h"

namespace sojourn::segment {

Kind kind_of(std::string_view word) {
  struct Entry {
    std::string_view word;
    Kind kind;
  };
  static constexpr std::array kWords{
      Entry{"track", Kind::kTrack},   Entry{"t", Kind::kTrack},           Entry{"page", Kind::kPage},
      Entry{"p", Kind::kPage},        Entry{"identify", Kind::kIdentify}, Entry{"i", Kind::kIdentify},
      Entry{"screen", Kind::kScreen}, Entry{"s", Kind::kScreen},          Entry{"group", Kind::kGroup},
      Entry{"g", Kind::kGroup},       Entry{"alias", Kind::kAlias},       Entry{"a", Kind::kAlias},
      Entry{"merge", Kind::kMerge},   Entry{"batch", Kind::kBatch},       Entry{"b", Kind::kBatch},
      Entry{"import", Kind::kBatch},
  };
  for (const Entry& entry : kWords) {
    if (entry.word == word) return entry.kind;
  }
  return Kind::kUnknown;
}

TrackedCall::Type type_of_kind(Kind kind) {
  using Type = TrackedCall::Type;
  switch (kind) {
    case Kind::kPage: return Type::kPage;
    case Kind::kScreen: return Type::kScreen;
    case Kind::kIdentify: return Type::kIdentify;
    case Kind::kGroup: return Type::kGroup;
    case Kind::kAlias:
    case Kind::kMerge: return Type::kAlias;
    default: return Type::kTrack;
  }
}

Runs library_runs(std::string_view name) {
  struct Entry {
    std::string_view part;
    Runs runs;
  };
  static constexpr std::array kLibraries{
      Entry{"analytics.js", Runs::kBrowser}, Entry{"JavaScript", Runs::kBrowser},  Entry{"ios", Runs::kMobile},
      Entry{"android", Runs::kMobile},       Entry{"react-native", Runs::kMobile}, Entry{"reactnative", Runs::kMobile},
      Entry{"flutter", Runs::kMobile},       Entry{"swift", Runs::kMobile},        Entry{"kotlin", Runs::kMobile},
      Entry{"Kotlin", Runs::kMobile},        Entry{"Swift", Runs::kMobile},        Entry{"unity", Runs::kMobile},
      Entry{"iOS", Runs::kMobile},           Entry{"Android", Runs::kMobile},      Entry{"node", Runs::kServer},
      Entry{"python", Runs::kServer},        Entry{"ruby", Runs::kServer},         Entry{"analytics-go", Runs::kServer},
      Entry{"java", Runs::kServer},          Entry{"php", Runs::kServer},          Entry{"NET", Runs::kServer},
      Entry{"csharp", Runs::kServer},        Entry{"rust", Runs::kServer},         Entry{"http", Runs::kServer},
  };
  for (const Entry& entry : kLibraries) {
    if (name.find(entry.part) != std::string_view::npos) return entry.runs;
  }
  return Runs::kUnknown;
}

Runs channel_runs(std::string_view channel) {
  if (channel == "server" || channel == "sources") return Runs::kServer;
  if (channel == "web" || channel == "browser" || channel == "client") return Runs::kBrowser;
  return channel == "mobile" ? Runs::kMobile : Runs::kUnknown;
}

ContextPlace context_place(std::string_view name) {
  struct Entry {
    std::string_view name;
    ContextRole role;
    std::string_view as;
  };
  static constexpr std::array kPlaces{
      Entry{"page.path", ContextRole::kRenamed, "path"},
      Entry{"page.url", ContextRole::kRenamed, "url"},
      Entry{"page.title", ContextRole::kRenamed, "title"},
      Entry{"page.referrer", ContextRole::kRenamed, "referrer"},
      Entry{"page.search", ContextRole::kRenamed, "search"},
      Entry{"page.referring_domain", ContextRole::kRenamed, "referring_domain"},
      Entry{"campaign.name", ContextRole::kCampaign, ""},
      Entry{"campaign.source", ContextRole::kRenamed, "campaign_source"},
      Entry{"campaign.medium", ContextRole::kRenamed, "campaign_medium"},
      Entry{"campaign.term", ContextRole::kRenamed, "campaign_term"},
      Entry{"campaign.content", ContextRole::kRenamed, "campaign_content"},
      Entry{"app.name", ContextRole::kRenamed, "app"},
      Entry{"app.version", ContextRole::kRenamed, "app_version"},
      Entry{"os.name", ContextRole::kRenamed, "os"},
      Entry{"timezone", ContextRole::kRenamed, "timezone"},
      Entry{"locale", ContextRole::kLocale, ""},
      Entry{"device.id", ContextRole::kDeviceId, ""},
      Entry{"device.model", ContextRole::kDeviceKind, ""},
      Entry{"device.name", ContextRole::kDropped, ""},
      Entry{"userAgentData.mobile", ContextRole::kMobileBrowser, ""},
      Entry{"groupId", ContextRole::kGroup, ""},
      Entry{"channel", ContextRole::kChannel, ""},
      Entry{"library.name", ContextRole::kLibrary, ""},
      Entry{"ip", ContextRole::kDropped, ""},
      Entry{"userAgent", ContextRole::kUserAgent, ""},
      Entry{"direct", ContextRole::kDropped, ""},
      Entry{"active", ContextRole::kDropped, ""},
      Entry{"sessionId", ContextRole::kRenamed, "session"},
      Entry{"sessionStart", ContextRole::kDropped, ""},
      Entry{"instanceId", ContextRole::kDropped, ""},
      Entry{"app.build", ContextRole::kDropped, ""},
      Entry{"app.namespace", ContextRole::kDropped, ""},
      Entry{"app.installType", ContextRole::kDropped, ""},
      Entry{"os.version", ContextRole::kDropped, ""},
      Entry{"page.initial_referrer", ContextRole::kDropped, ""},
      Entry{"page.initial_referring_domain", ContextRole::kDropped, ""},
      Entry{"page.tab_url", ContextRole::kDropped, ""},
      Entry{"page.timeOnPage", ContextRole::kDropped, ""},
  };
  for (const Entry& entry : kPlaces) {
    if (entry.name == name) return {entry.role, std::string(entry.as)};
  }
  for (const std::string_view noise : {"library.", "screen.", "network.", "userAgentData.", "device.", "ua-ch.",
                                       "clientHints.", "metrics.", "protocols.", "consentManagement."}) {
    if (name.starts_with(noise)) return {ContextRole::kDropped, {}};
  }
  if (name.starts_with("traits.")) return {ContextRole::kTrait, std::string(name.substr(7))};
  return {ContextRole::kOther, "context." + std::string(name)};
}

FieldRole field_role(std::string_view name) {
  struct Entry {
    std::string_view name;
    FieldRole role;
  };
  static constexpr std::array kFields{
      Entry{"type", FieldRole::kType},
      Entry{"messageId", FieldRole::kId},
      Entry{"event", FieldRole::kEvent},
      Entry{"name", FieldRole::kName},
      Entry{"category", FieldRole::kCategory},
      Entry{"userId", FieldRole::kUser},
      Entry{"anonymousId", FieldRole::kAnonymous},
      Entry{"previousId", FieldRole::kPrevious},
      Entry{"groupId", FieldRole::kGroup},
      Entry{"channel", FieldRole::kChannel},
      Entry{"timestamp", FieldRole::kTimestamp},
      Entry{"originalTimestamp", FieldRole::kOriginal},
      Entry{"sentAt", FieldRole::kSent},
      Entry{"receivedAt", FieldRole::kReceived},
      Entry{"properties", FieldRole::kProperties},
      Entry{"traits", FieldRole::kTraits},
      Entry{"context", FieldRole::kContext},
      Entry{"mergeProperties", FieldRole::kMerge},
      Entry{"integrations", FieldRole::kDropped},
      Entry{"_metadata", FieldRole::kDropped},
      Entry{"writeKey", FieldRole::kDropped},
      Entry{"version", FieldRole::kDropped},
      Entry{"projectId", FieldRole::kDropped},
      Entry{"request_ip", FieldRole::kDropped},
      Entry{"requestIP", FieldRole::kDropped},
      Entry{"rudderId", FieldRole::kDropped},
      Entry{"userProperties", FieldRole::kDropped},
      Entry{"batch", FieldRole::kDropped},
  };
  for (const Entry& entry : kFields) {
    if (entry.name == name) return entry.role;
  }
  return FieldRole::kOther;
}

IdentifierKind merged_kind(std::string_view name) {
  if (name == "email") return IdentifierKind::kEmail;
  if (name == "phone" || name == "mobile") return IdentifierKind::kPhone;
  if (name == "anonymous_id" || name == "anonymousId") return IdentifierKind::kAnonymous;
  return IdentifierKind::kId;
}

std::string json_of_query(const std::vector<std::pair<std::string, std::string>>& query) {
  std::string top;
  std::string properties;
  std::string context;
  std::string traits;
  const auto add = [](std::string& members, std::string_view name, std::string_view value) {
    if (!members.empty()) members += ',';
    append_json_string(members, name);
    members += ':';
    append_json_string(members, value);
  };
  for (const auto& [name, value] : query) {
    const std::string_view key = name;
    if (key.starts_with("properties.")) {
      add(properties, key.substr(11), value);
    } else if (key.starts_with("context.")) {
      add(context, key.substr(8), value);
    } else if (key.starts_with("traits.")) {
      add(traits, key.substr(7), value);
    } else if (key != "properties" && key != "context" && key != "traits") {
      add(top, name, value);
    }
  }
  for (const auto& [name, members] :
       {std::pair{"properties", &properties}, {"context", &context}, {"traits", &traits}}) {
    if (members->empty()) continue;
    if (!top.empty()) top += ',';
    top += '"' + std::string(name) + "\":{" + *members + '}';
  }
  return '{' + top + '}';
}

}  // namespace sojourn::segment
