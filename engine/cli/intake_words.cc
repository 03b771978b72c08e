#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_import() {
  CLI::App* sub =
      command("import", "Read files of events into the record", [this] { return run_import(folder_, import_); });
  sub->add_option("files", import_.files,
                  "CSV, TSV, JSON lines, JSON, Excel (.xlsx) or Parquet; .gz, .zst and .zip too")
      ->required();
  sub->add_option(
      "--map", import_.map,
      "Map: which column means what; a file (docs/formats/map.md) or the name of a saved one (sojourn map)");
  sub->add_option("--format", import_.format,
                  "What wrote it (sojourn formats lists them; default: by its content); rows: columns by their names");
  sub->add_option("--set", import_.set, "Setting of the format, name=value")->allow_extra_args(false);
  sub->add_option("--with", import_.side_files, "A file that the format looks things up in")->allow_extra_args(false);
  sub->add_option("--country", import_.country, "Country of phone numbers without one, e.g. NL");
  sub->add_option("--currency", import_.currency, "Currency of amounts that name none, e.g. EUR");
  sub->add_option("--source", import_.source,
                  "Name of the source (default: the map's, the format's, else the file's name)");
  sub->add_option("--zone", import_.zone,
                  "Time zone of times without an offset (default: the map's, the source's, else UTC)");
  sub->add_flag("--dry-run", import_.dry_run, "Read and check everything, store nothing");
  sub->add_flag("--strict", import_.strict, "Stop at the first row that is refused");
  sub->add_flag("--redact", import_.redact,
                "Mask names, addresses, numbers in texts before they are stored (docs/guides/personal-data.md)");
  sub->footer(
      "Example: sojourn import survey.csv --zone Europe/Berlin --dry-run\n"
      "         sojourn import chats.jsonl --redact\n"
      "While a server holds the data folder, the files are sent to it and read there.");
}

// What a source is set to; on the command line as in the record.
void CommandLine::add_source_words(CLI::App* sub, SourceWords& words) {
  sub->add_option("name", words.name, "Name of the source")->required();
  sub->add_option("--format", words.format, "tracking (SDKs; the default), or one that sojourn formats lists");
  sub->add_option("--zone", words.zone, "Time zone of times without an offset (default UTC)");
  sub->add_option("--country", words.country, "Country of phone numbers without one, e.g. NL");
  sub->add_option("--currency", words.currency, "Currency of amounts that name none, e.g. EUR");
  sub->add_option("--secret", words.secret, "Secret that signs the webhooks; kept in the data folder, never shown");
  sub->add_option("--set", words.set, "Setting of the format, name=value")->allow_extra_args(false);
}

void CommandLine::add_sources() {
  CLI::App* group = app_.add_subcommand("source", "Where events come from: SDKs, webhooks, files of tools");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "add", "Make a source", [this] { return run_source_put(folder_, spec_, true); });
  add_source_words(sub, spec_);
  sub->footer("Example: sojourn source add shop --format shopify --country NL --currency EUR --secret ...");
  sub = command(group, "set", "Change a source; what is not told stays",
                [this] { return run_source_put(folder_, spec_, false); });
  add_source_words(sub, spec_);
  sub = command(group, "list", "All sources", [this] { return run_source_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "One source with its keys", [this] { return run_source_show(folder_, name_, format_); });
  sub->add_option("name", name_, "Name of the source")->required();
  add_format(sub, format_);
  for (const bool enable : {false, true}) {
    sub = command(group, enable ? "enable" : "disable", enable ? "Take what is sent to it again" : "Take nothing more",
                  [this, enable] { return run_source_enable(folder_, name_, enable); });
    sub->add_option("name", name_, "Name of the source")->required();
  }
  add_keys();
}

void CommandLine::add_keys() {
  CLI::App* group = app_.add_subcommand("key", "Keys that let SDKs and webhooks write to a source");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "create", "Make a key; it is shown this once",
                          [this] { return run_key_create(folder_, source_, hook_, format_); });
  sub->add_option("source", source_, "Name of the source")->required();
  sub->add_flag("--hook", hook_, "For the address of a webhook (what sources of a format take anyway)");
  add_format(sub, format_);
  sub = command(group, "list", "Keys of a source", [this] { return run_key_list(folder_, source_, format_); });
  sub->add_option("source", source_, "Name of the source")->required();
  add_format(sub, format_);
  sub = command(group, "revoke", "Make a key worthless, at once",
                [this] { return run_key_revoke(folder_, source_, id_); });
  sub->add_option("source", source_, "Name of the source")->required();
  sub->add_option("key", id_, "The id of the key (sojourn key list)")->required();
}

void CommandLine::add_maps() {
  CLI::App* sub = command("formats", "Formats of tools that import and webhooks understand, or all about one",
                          [this] { return run_formats(id_, format_); });
  sub->add_option("id", id_, "A format");
  add_format(sub, format_);

  sub = command("replay", "Read bodies of webhooks again with the readers of today",
                [this] { return run_replay(folder_, source_, failed_); });
  sub->add_option("--source", source_, "Only of this source");
  sub->add_flag("--failed", failed_, "Only those that could not be read");

  add_map_command();
}

void CommandLine::add_map_command() {
  CLI::App* const map =
      app_.add_subcommand("map", "Make a map of a file with columns of its own: proposes, asks, writes");
  // Ours is called after that of a subcommand, which goes before.
  map->callback([this, map] {
    if (map->get_subcommands().empty()) action_ = [this] { return run_map(map_); };
  });
  CLI::App* sub = command(map, "list", "Maps that are saved", [this] { return run_map_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(map, "show", "One saved map, as TOML", [this] { return run_map_show(folder_, name_); });
  sub->add_option("name", name_, "Name of the map")->required();
  sub = command(map, "save", "Save a map, so that sojourn import and the web page find it by its name",
                [this] { return run_map_save(folder_, file_, name_); });
  sub->add_option("file", file_, "A map (docs/formats/map.md)")->required();
  sub->add_option("--name", name_, "Its name (default: the file's, without .toml)");
  sub = command(map, "rm", "Remove a saved map; what was read by it stays",
                [this] { return run_map_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the map")->required();
  sub = map;
  sub->add_option("file", map_.file, "CSV, TSV, JSON, Excel or Parquet");
  sub->add_option("--out", map_.out, "Map to write (default: the file's name with .toml; -: to the terminal)");
  sub->add_option("--source", map_.source, "Name of the source that the map gives");
  sub->add_option("--zone", map_.zone, "Time zone of times without an offset");
  sub->add_option("--currency", map_.currency, "Currency of the amounts");
  sub->add_flag("--yes", map_.yes, "Take all that is proposed; ask nothing");
  sub->footer(
      "Examples: sojourn map answers.csv && sojourn import answers.csv --map answers.toml\n"
      "          sojourn map save answers.toml && sojourn import next.csv --map answers");
}

}  // namespace sojourn
