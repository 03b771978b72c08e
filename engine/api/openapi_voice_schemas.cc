// The voice of the customer: verdicts and their reasons, comments, corrections, topics, how it stands.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kVerdicts = R"json({
"Sentiment": {"enum": ["positive", "neutral", "negative", "unknown"]},
"VoiceWords": {"description": "What a text says, in words; null: there is no text.", "anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/VoiceVerdict"}]},
"VoiceVerdict": {"type": "object",
  "required": ["language", "sentiment", "score", "emotion", "motive", "intent", "topic", "wish", "obstacle", "rival"], "properties": {
  "language": {"type": "string", "description": "As en or nl; unknown: it cannot be told."},
  "sentiment": {"$ref": "#/components/schemas/Sentiment"},
  "score": {"type": ["number", "null"], "minimum": -1, "maximum": 1},
  "emotion": {"type": "string"}, "motive": {"type": "string"}, "intent": {"type": "string"},
  "topic": {"type": ["string", "null"], "description": "The main one; other: none of the topics."},
  "wish": {"type": ["string", "null"]}, "obstacle": {"type": ["string", "null"]},
  "rival": {"type": ["string", "null"], "description": "unnamed: switching is told without a name."}}},
"VoiceRange": {"type": "object", "description": "Of the text in the same reply, in its unit; both 0: nowhere.", "required": ["begin", "end"], "properties": {
  "begin": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0, "description": "Out."}}},
"VoiceText": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {
  "text": {"type": "string"}, "language": {"type": ["string", "null"], "description": "As en or nl, where it is known; else it is found out."}}},
"VoiceFinding": {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["name", "confidence"], "properties": {
  "name": {"type": "string"}, "confidence": {"type": "number"}}},
"VoiceReason": {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["kind", "weight", "scope_begin", "scope_end"], "properties": {
  "kind": {"type": "string", "description": "word, negation, intensifier, but, question, correction; feature: of a learned model."},
  "weight": {"type": "number", "description": "What it adds; of what turns or weighs others, what it multiplies by."},
  "scope_begin": {"type": "integer", "description": "What it reaches; equal to scope_end: nothing else."}, "scope_end": {"type": "integer"}}},
"VoiceExplanation": {"type": "object",
  "required": ["language", "sentiment", "score", "confidence", "by", "sentences", "reasons", "aspects", "emotion", "motive", "intent", "topic", "wish", "obstacle", "rival", "personal"],
  "properties": {
  "language": {"type": "string"}, "sentiment": {"$ref": "#/components/schemas/Sentiment"}, "score": {"type": ["number", "null"]},
  "confidence": {"type": "number"}, "by": {"type": "string", "description": "What told the sentiment: a model, rules, or nothing."},
  "sentences": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["language", "sentiment", "score"],
    "properties": {"language": {"type": "string"}, "sentiment": {"$ref": "#/components/schemas/Sentiment"}, "score": {"type": ["number", "null"]}}}},
  "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/VoiceReason"}},
  "aspects": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["words", "sentiment", "score"],
    "properties": {"words": {"type": "string"}, "sentiment": {"$ref": "#/components/schemas/Sentiment"}, "score": {"type": ["number", "null"]}}}},
  "emotion": {"$ref": "#/components/schemas/VoiceFinding"}, "motive": {"$ref": "#/components/schemas/VoiceFinding"}, "intent": {"$ref": "#/components/schemas/VoiceFinding"},
  "topic": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["id", "name", "weight", "evidence"], "properties": {
    "id": {"type": ["integer", "null"], "description": "null: other."}, "name": {"type": "string"}, "weight": {"type": "number"},
    "evidence": {"type": "array", "items": {"$ref": "#/components/schemas/VoiceRange"}}}}]},
  "wish": {"anyOf": [{"type": "null"}, {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["name"], "properties": {"name": {"type": "string"}}}]},
  "obstacle": {"anyOf": [{"type": "null"}, {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["words"], "properties": {"words": {"type": "string"}}}]},
  "rival": {"anyOf": [{"type": "null"}, {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["name"], "properties": {"name": {"type": "string"}}}]},
  "personal": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/VoiceRange"}], "required": ["kind"], "properties": {"kind": {"type": "string"}}}}}},
"VoiceExplained": {"allOf": [{"$ref": "#/components/schemas/VoiceExplanation"}], "required": ["text", "unit", "edition"], "properties": {
  "text": {"type": "string", "description": "In Unicode's form NFC: what offsets are of."},
  "unit": {"enum": ["utf16", "bytes"]}, "edition": {"type": "string", "description": "Which models, corrections and topics judged."}}}
})json";

constexpr std::string_view kLearning = R"json({
"Voice": {"type": "object", "required": ["edition", "judged", "conversations", "corrections", "topics", "wishes", "models", "work", "last", "learned"], "properties": {
  "edition": {"type": "string"},
  "judged": {"type": ["integer", "null"], "description": "Different texts whose verdict is kept. null, also below: not told within a row scope."},
  "conversations": {"type": ["integer", "null"]}, "corrections": {"type": "integer"}, "topics": {"type": "integer"}, "wishes": {"type": ["integer", "null"]},
  "models": {"type": "array", "items": {"type": "object", "required": ["language", "origin", "version", "learned_from", "quality"], "properties": {
    "language": {"type": "string"}, "origin": {"enum": ["built_in", "learned"]}, "version": {"type": "string"},
    "learned_from": {"type": ["integer", "null"]},
    "quality": {"description": "On texts that the judging model has not learned from.", "anyOf": [{"type": "null"}, {"type": "object", "required": ["macro_f1", "accuracy", "ece"],
      "properties": {"macro_f1": {"type": "number"}, "accuracy": {"type": "number"}, "ece": {"type": "number", "description": "Calibration error."}}}]}}}},
  "work": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["kind", "step", "done", "total", "started"], "properties": {
    "kind": {"enum": ["train", "topics", "rescore", "learn"]}, "step": {"type": "string", "description": "What it is at, for people; empty within a row scope."}, "done": {"type": "integer"}, "total": {"type": "integer", "description": "0: not known yet."},
    "started": {"type": "string", "format": "date-time"}}}]},
  "last": {"description": "The work that ended last.", "anyOf": [{"type": "null"}, {"type": "object", "required": ["kind", "ended", "ok", "detail"], "properties": {
    "kind": {"enum": ["train", "topics", "rescore", "learn"]}, "ended": {"type": "string", "format": "date-time"}, "ok": {"type": "boolean"},
    "detail": {"type": "string", "description": "What came of it, in a sentence."}}}]},
  "learned": {"type": "array", "description": "What the last training came to, a language each; every comment judged by a model that has not learned from it.", "items": {
    "type": "object", "required": ["language", "texts", "learned", "built_in", "before", "ece", "in_force", "why"], "properties": {
    "language": {"type": "string"}, "texts": {"type": "integer", "description": "Different scored comments."},
    "learned": {"type": ["number", "null"], "description": "Macro-F1 of the new model; null: too few comments."},
    "built_in": {"type": ["number", "null"], "description": "Of what the program knows by itself."}, "before": {"type": ["number", "null"], "description": "Of the model before."},
    "ece": {"type": ["number", "null"], "description": "Calibration error of the new model."},
    "in_force": {"type": "boolean"}, "why": {"type": "string", "description": "Where it is not in force."}}}}}},
"VoicePhrase": {"type": "object", "required": ["phrase"], "additionalProperties": false, "properties": {
  "phrase": {"type": "string"}, "language": {"type": ["string", "null"], "description": "As en or nl; empty: any."}}},
"VoiceCorrection": {"type": "object", "required": ["phrase", "sentiment"], "additionalProperties": false, "properties": {
  "phrase": {"type": "string", "maxLength": 400, "description": "Up to 8 words; in capitals or not."},
  "language": {"type": ["string", "null"], "description": "As en or nl; empty: any."},
  "sentiment": {"enum": ["positive", "neutral", "negative"]}}},
"VoiceCorrections": {"type": "object", "required": ["corrections"], "properties": {"corrections": {"type": "array", "items": {
  "type": "object", "required": ["phrase", "language", "sentiment", "account", "at"], "properties": {
  "phrase": {"type": "string"}, "language": {"type": "string"}, "sentiment": {"enum": ["positive", "neutral", "negative"]},
  "account": {"type": "string", "description": "Who said so; empty: nobody was signed in."}, "at": {"type": ["string", "null"], "format": "date-time"}}}}}},
"VoicePreview": {"type": "object", "required": ["phrase", "language", "sentiment", "judged", "affected", "changed", "turned", "changes", "examples"], "properties": {
  "phrase": {"type": "string"}, "language": {"type": "string"}, "sentiment": {"enum": ["positive", "neutral", "negative"]},
  "judged": {"type": "integer", "description": "Comments of the record: all of them are looked at."}, "affected": {"type": "integer", "description": "Those with the phrase."},
  "changed": {"type": "integer", "description": "Those whose sentiment changes."},
  "turned": {"type": "integer", "description": "Those that change against what is told, as where the phrase is negated."},
  "changes": {"type": "array", "items": {"type": "object", "required": ["from", "to", "comments"], "properties": {
    "from": {"$ref": "#/components/schemas/Sentiment"}, "to": {"$ref": "#/components/schemas/Sentiment"}, "comments": {"type": "integer"}}}},
  "examples": {"type": "array", "items": {"type": "object", "required": ["text", "language", "from", "to", "score_before", "score_after"], "properties": {
    "text": {"type": "string"}, "language": {"type": "string"}, "from": {"$ref": "#/components/schemas/Sentiment"},
    "to": {"$ref": "#/components/schemas/Sentiment"}, "score_before": {"type": ["number", "null"]}, "score_after": {"type": ["number", "null"]}}}}}},
"VoiceTopics": {"type": "object", "required": ["topics"], "properties": {"topics": {"type": "array", "items": {
  "type": "object", "required": ["id", "name", "language", "words", "pinned"], "properties": {
  "id": {"type": "integer", "description": "Stays when topics are found anew."}, "name": {"type": "string"},
  "language": {"type": "string", "description": "Empty: several."},
  "words": {"type": "array", "items": {"type": "string"}, "description": "Empty within a row scope."}, "pinned": {"type": "boolean"}}}}}},
"VoiceTopicChange": {"type": "object", "description": "Exactly one of name, pinned and join.", "additionalProperties": false, "minProperties": 1, "maxProperties": 1, "properties": {
  "name": {"type": "string"}, "pinned": {"type": "boolean", "description": "It stays, whatever is written from now on."},
  "join": {"type": "integer", "description": "Number of the topic under whose name it goes from now on; a name of its own parts the two again."}}},
"NewVoiceTopic": {"type": "object", "required": ["name", "words"], "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "words": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "Words or phrases, in one language or several."}}},
"VoiceRefit": {"type": "object", "additionalProperties": false, "properties": {
  "topics": {"type": "integer", "minimum": 0, "maximum": 100, "description": "Of each language, besides pinned ones; 0: as many as suit."}}}
})json";

constexpr std::string_view kComments = R"json({
"VoiceComment": {"allOf": [{"$ref": "#/components/schemas/VoiceVerdict"}],
  "required": ["event", "event_id", "time", "customer", "customer_number", "identifiers", "source", "channel", "touchpoint", "kind", "answer", "scale_min", "scale_max", "text"],
  "properties": {
  "event": {"type": ["integer", "null"], "description": "Its number: of /v1/feedback/{id} too."}, "event_id": {"type": "string"},
  "time": {"type": "string", "format": "date-time"},
  "customer": {"type": ["string", "null"], "description": "The surest identifier; null: nobody is known."},
  "customer_number": {"type": "integer", "description": "Stands for the customer too, as number:12; 0: nobody is known."},
  "identifiers": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}},
  "source": {"type": "string"}, "channel": {"type": "string"}, "touchpoint": {"type": "string"}, "kind": {"type": ["string", "null"]},
  "answer": {"type": ["number", "null"]}, "scale_min": {"type": ["number", "null"]}, "scale_max": {"type": ["number", "null"]},
  "text": {"type": "string", "description": "Of a conversation: what the customer said, a line a turn."},
  "explanation": {"$ref": "#/components/schemas/VoiceExplanation"}}},
"VoicePhrases": {"type": "object", "required": ["texts", "against", "phrases"], "properties": {
  "texts": {"type": "integer", "description": "Comments that were looked at: the newest 20,000 of each side."}, "against": {"type": "integer"},
  "phrases": {"type": "array", "items": {"type": "object", "required": ["phrase", "language", "in", "in_share", "against", "against_share", "score"], "properties": {
    "phrase": {"type": "string"}, "language": {"type": "string"}, "in": {"type": "integer"}, "in_share": {"type": "number", "description": "Percent of the comments."},
    "against": {"type": "integer"}, "against_share": {"type": "number"},
    "score": {"type": "number", "description": "Log-odds in standard errors: beyond 1.96 hardly by chance."}}}}}},
"VoiceLive": {"type": "object", "required": ["conversations"], "properties": {"conversations": {"type": "array", "items": {"type": "object",
  "required": ["source", "conversation", "customer", "customer_number", "identifiers", "channel", "since", "last", "tone", "turns", "text"], "properties": {
  "source": {"type": "string"}, "conversation": {"type": "string", "description": "As the source calls it; empty: told apart by customer and channel."},
  "customer": {"type": ["string", "null"]}, "customer_number": {"type": "integer"},
  "identifiers": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}}, "channel": {"type": "string"},
  "since": {"type": "string", "format": "date-time", "description": "When it turned."}, "last": {"type": "string", "format": "date-time", "description": "Of the newest turn."},
  "tone": {"type": "number", "minimum": -1, "maximum": 1}, "turns": {"type": "integer", "description": "Of the customer."},
  "text": {"type": "string", "description": "What the customer said last."}}}}}},
"VoiceComments": {"type": "object", "required": ["comments", "next", "total"], "properties": {
  "comments": {"type": "array", "items": {"$ref": "#/components/schemas/VoiceComment"}},
  "next": {"type": ["string", "null"], "description": "For `before`; null: there is no more."},
  "total": {"type": "integer", "description": "Of all pages."}}}
})json";

}  // namespace

std::vector<std::string_view> voice_schemas() { return {kVerdicts, kLearning, kComments}; }

}  // namespace sojourn
