// Every limit we promise, with its reason. A limit that is hit is named in the error (StatusCode::kLimit).
#pragma once

#include <cstddef>
#include <cstdint>

namespace sojourn::limits {

// One comment or field: longer is a document, not an answer.
inline constexpr size_t kTextBytesMax = 64 * 1024;
// One event with all its properties.
inline constexpr size_t kEventBytesMax = 256 * 1024;
// One line of a file: stops an unclosed quote from eating it all.
inline constexpr size_t kRowBytesMax = 16 * 1024 * 1024;
// Columns of one file, or different names in its JSON; of events that are sent, names of one event: beyond it, names are
// values.
inline constexpr size_t kColumnsMax = 4096;
// Property names of one store: each is a column of the timelines.
inline constexpr size_t kPropertiesMax = 512;
// Nesting of JSON properties.
inline constexpr size_t kPropertyDepthMax = 8;
// Identifiers of a person on one event.
inline constexpr size_t kIdentifiersPerEventMax = 8;
// Events in one transaction: bounds memory and lost work.
inline constexpr size_t kBatchEventsMax = 100'000;
// Events a timeline block aims at: its columns stay in cache.
inline constexpr size_t kBlockEvents = 64 * 1024;
// A question over HTTP.
inline constexpr size_t kQuestionBytesMax = 64 * 1024;
// Nested brackets of a filter.
inline constexpr size_t kFilterDepthMax = 64;
// A filter's text.
inline constexpr size_t kFilterBytesMax = 16 * 1024;
// Steps of a funnel.
inline constexpr size_t kFunnelStepsMax = 16;
// --by dimensions.
inline constexpr size_t kSplitsMax = 4;
// Groups (rows of splits and periods) of one answer.
inline constexpr size_t kGroupsMax = 100'000;
// Rows of one answer: it is held in memory whole.
inline constexpr size_t kRowsMax = 1'000'000;
// More different identifiers than this on one e-mail or phone, or cookies on one device: shared (event/identity.h).
inline constexpr size_t kSharedIdentifierMax = 5;
// An answer to a question in SQL, cells and their texts: it is held in memory whole.
inline constexpr size_t kSqlResultBytesMax = 64 * 1024 * 1024;
// States of questions kept in memory, so that asking again costs what is new; and of one question.
inline constexpr size_t kStateCacheBytes = 256 * 1024 * 1024;
inline constexpr size_t kStateCacheQuestionBytes = 64 * 1024 * 1024;
// What waits in memory for its commit, bodies and batches together: beyond it senders are told to come again.
inline constexpr size_t kIntakeWaitingBytes = 64 * 1024 * 1024;
inline constexpr size_t kIntakeWaitingBatches = 10'000;
// Events of many deliveries in one transaction: a commit stays well below a second.
inline constexpr size_t kCommitEvents = 50'000;
// Sources and their keys are held in memory whole.
inline constexpr size_t kSourcesMax = 1000;
inline constexpr size_t kSourceKeysMax = 100;
inline constexpr size_t kSourceNameBytesMax = 100;
// A file of a known format, unpacked: most formats can only be read whole.
inline constexpr size_t kFormatFileBytesMax = size_t{2} * 1024 * 1024 * 1024;
// How long a question in SQL may take.
inline constexpr size_t kSqlSecondsMax = 30;

}  // namespace sojourn::limits
