#!/usr/bin/env node
import { runCommandLine } from '../commands/command-line.ts';
import { COMMAND_LINE } from '../commands/command-table.ts';
import { processContext } from '../commands/process-context.ts';

process.exitCode = await runCommandLine(COMMAND_LINE, process.argv.slice(2), processContext());
