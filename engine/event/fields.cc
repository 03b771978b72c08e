#include "event/fields.h"

#include <array>

#include "base/assert.h"

namespace sojourn {
namespace {

constexpr std::array<FieldInfo, kFieldCount> kFields{{
    {Field::kChannel, "channel", FieldType::kTerm, "Where the contact took place: web, app, email, call, store ..."},
    {Field::kTouchpoint, "touchpoint", FieldType::kTerm, "What happened there: product page, purchase, delivery ..."},
    {Field::kStage, "stage", FieldType::kTerm, "Stage of the journey: consider, evaluate, buy, enjoy, advocate, bond"},
    {Field::kDirection, "direction", FieldType::kTerm, "in: the customer came to us; out: we went to the customer"},
    {Field::kPerceived, "perceived", FieldType::kBool,
     "Did the customer notice it? A mail never opened was not perceived"},
    {Field::kKind, "kind", FieldType::kTerm, "Kind of survey question: nps, csat, ces, stars ..."},
    {Field::kQuestion, "question", FieldType::kTerm, "The survey question's name or text"},
    {Field::kScaleMin, "scale_min", FieldType::kNumber, "Lowest answer the question allows"},
    {Field::kScaleMax, "scale_max", FieldType::kNumber, "Highest answer the question allows"},
    {Field::kAnswer, "answer", FieldType::kNumber, "The customer's rating"},
    {Field::kText, "text", FieldType::kText, "What the customer or the agent wrote or said"},
    {Field::kLanguage, "language", FieldType::kTerm, "Language of the text (ISO 639-1)"},
    {Field::kAmount, "amount", FieldType::kMoney, "Money that changed hands; negative for a refund"},
    {Field::kCurrency, "currency", FieldType::kTerm, "Currency of amount and cost (ISO 4217)"},
    {Field::kProduct, "product", FieldType::kTerm, "The product or service"},
    {Field::kQuantity, "quantity", FieldType::kNumber, "How many of the product"},
    {Field::kOrder, "order", FieldType::kKey, "Order number: the lines of one order share it"},
    {Field::kSubscription, "subscription", FieldType::kKey, "Contract or subscription number"},
    {Field::kAgent, "agent", FieldType::kTerm, "Who served the customer"},
    {Field::kQueue, "queue", FieldType::kTerm, "Queue or skill group of the contact centre"},
    {Field::kWait, "wait", FieldType::kDuration, "Seconds until an agent answered, or the customer gave up"},
    {Field::kTalk, "talk", FieldType::kDuration, "Seconds of conversation, without hold"},
    {Field::kHold, "hold", FieldType::kDuration, "Seconds on hold"},
    {Field::kWrap, "wrap", FieldType::kDuration, "Seconds of work after the contact"},
    {Field::kTransfers, "transfers", FieldType::kNumber, "How often the contact was passed on"},
    {Field::kResolved, "resolved", FieldType::kBool, "Was the matter settled in this contact?"},
    {Field::kCampaign, "campaign", FieldType::kTerm, "Marketing campaign behind the contact"},
    {Field::kCost, "cost", FieldType::kMoney, "What the contact cost us"},
    {Field::kDepartment, "department", FieldType::kTerm, "Department that owns the touchpoint"},
    {Field::kDevice, "device", FieldType::kTerm, "Device; one that names a single device also identifies its user"},
    {Field::kLocation, "location", FieldType::kTerm, "Place: store, city, region or country"},
    {Field::kPromise, "promise", FieldType::kTime, "When something was promised for, e.g. the estimated delivery"},
    {Field::kOutcome, "outcome", FieldType::kTerm, "How the contact ended: served, abandoned, cancelled ..."},
}};

constexpr std::array<std::string_view, kStageCount> kStages{"consider", "evaluate", "buy", "enjoy", "advocate", "bond"};

}  // namespace

std::span<const FieldInfo> all_fields() { return kFields; }

const FieldInfo& field_info(Field field) {
  const FieldInfo& found = kFields[static_cast<size_t>(field)];
  SOJOURN_DEBUG_ASSERT(found.field == field, "the field table is in the order of the enum");
  return found;
}

std::optional<Field> find_field(std::string_view name) {
  for (const FieldInfo& info : kFields) {
    if (info.name == name) return info.field;
  }
  return std::nullopt;
}

std::span<const std::string_view> stage_names() { return kStages; }

int stage_rank(std::string_view stage) {
  for (size_t i = 0; i < kStages.size(); ++i) {
    if (kStages[i] == stage) return static_cast<int>(i);
  }
  return -1;
}

std::optional<Scale> default_scale(std::string_view kind) {
  if (kind == "nps") return Scale{0, 10};
  if (kind == "ces") return Scale{1, 7};
  if (kind == "csat" || kind == "stars" || kind == "useful" || kind == "usable" || kind == "enjoyable") {
    return Scale{1, 5};
  }
  return std::nullopt;
}

}  // namespace sojourn
