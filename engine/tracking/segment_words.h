// The words of Segment and RudderStack, and what they mean here.
#pragma once

#include <string>
#include <string_view>

#include "tracking/tracked_call.h"

namespace sojourn::segment {

enum class Kind : unsigned char { kTrack, kPage, kScreen, kIdentify, kGroup, kAlias, kMerge, kBatch, kUnknown };

// Of a type or the last word of a path.
Kind kind_of(std::string_view word);
TrackedCall::Type type_of_kind(Kind kind);

// Where the library runs, by its name: the SDKs of both vendors.
enum class Runs : unsigned char { kUnknown, kServer, kBrowser, kMobile };

Runs library_runs(std::string_view name);
Runs channel_runs(std::string_view channel);

// The members of a call.
enum class FieldRole : unsigned char {
  kOther,
  kDropped,
  kType,
  kId,
  kEvent,
  kName,
  kCategory,
  kUser,
  kAnonymous,
  kPrevious,
  kGroup,
  kChannel,
  kTimestamp,
  kOriginal,
  kSent,
  kReceived,
  kProperties,
  kTraits,
  kContext,
  kMerge,
};

FieldRole field_role(std::string_view name);

// The members of its context, under their dotted names.
enum class ContextRole : unsigned char {
  kOther,
  kDropped,
  kRenamed,  // A property under a name of its own.
  kCampaign,
  kLocale,
  kDeviceId,
  kDeviceKind,
  kMobileBrowser,
  kGroup,
  kChannel,
  kLibrary,
  kUserAgent,  // Not kept; says whether a browser sent it.
  kTrait,
};

struct ContextPlace {
  ContextRole role = ContextRole::kOther;
  std::string name;
};

// What of the context is kept, and as what. Addresses and user agents are personal data: they stay in the raw body.
ContextPlace context_place(std::string_view name);

// Of RudderStack's merge.
IdentifierKind merged_kind(std::string_view name);

// A query of the pixel as the JSON that the other paths take.
std::string json_of_query(const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace sojourn::segment
