import assert from 'node:assert/strict';
import { extractTexts, toolNamed } from '../testing/extractTexts';

/** One tool of each framework, as its documentation writes them. */
const source = `
from typing import Annotated, Type
from langchain_core.tools import tool, StructuredTool, BaseTool, Tool
from llama_index.core.tools import FunctionTool
from llama_index.core.tools.tool_spec.base import BaseToolSpec
from mcp.server.fastmcp import FastMCP, Context
from agents import function_tool, RunContextWrapper, Agent
from semantic_kernel.functions import kernel_function
from pydantic import BaseModel, Field
import smolagents

mcp = FastMCP("Demo")

class SearchInput(BaseModel):
    query: str = Field(description="should be a search query")

@tool("search-tool", args_schema=SearchInput, return_direct=True)
def search(query: str) -> str:
    """Look up things online."""
    return "LangChain"

def multiply(a: int, b: int) -> int:
    """Multiply two numbers."""
    return a * b

calculator = StructuredTool.from_function(func=multiply, name="Calculator", description="multiply numbers")

def uber(first: str):
    """Fetch from the file."""
    return first
query_engine = FunctionTool.from_defaults(fn=uber, name="uber_2021")

@mcp.tool(name="bmi", description="Body mass index.")
async def calculate_bmi(weight_kg: float, ctx: Context, height_m: float = 1.8) -> float:
    return weight_kg / (height_m**2)

@function_tool(name_override="fetch_data")
def read_file(ctx: RunContextWrapper[int], path: str, directory: str | None = None) -> str:
    """Read the contents of a file.

    Args:
        path: The path to the file to read.
    """
    return "<file contents>"

class MathPlugin:
    @kernel_function(name="Add", description="Adds two numbers.")
    def add(self, number_one: Annotated[float, "the first number"], number_two: float) -> float:
        return number_one + number_two

class Downloads(smolagents.Tool):
    name = "model_download_counter"
    description = "Returns the most downloaded model."
    inputs = {"task": {"type": "string", "description": "the task category"}}
    output_type = "string"
    def forward(self, task: str):
        return task

class CrewInput(BaseModel):
    argument: str = Field(..., description="Description of the argument.")
class CrewTool(BaseTool):
    name: str = "Name of my tool"
    description: str = "What this tool does."
    args_schema: Type[BaseModel] = CrewInput
    def _run(self, argument: str) -> str:
        return "Tool's result"

class Mail(BaseToolSpec):
    spec_functions = ["load"]
    def load(self, folder: str) -> list:
        """Loads mails."""
        return []
    def hidden(self, x): ...

def currency(base: str, quote: str = "EUR") -> float:
    """Exchange rate."""
    return 1.0
assistant.register_for_llm(description="calculator")(currency)
agent = Agent(name="a", tools=[currency])

@assistant.register_for_llm(description="Weather of a city.")
def weather(city: str) -> str: ...

def build():
    @mcp.tool()
    def inner(n: int) -> int:
        """Inside."""
        return n
    return inner

def _private(x): ...
`;

describe('Tools of Python frameworks', () => {
  const names = async (): Promise<readonly string[]> =>
    (await extractTexts({ 'a.py': source })).tools.map(({ name }) => name);

  it('are all found, and nothing else', async () => {
    assert.deepEqual([...(await names())].sort(), [
      ...['Add', 'Calculator', 'Name of my tool', 'bmi', 'build', 'currency', 'fetch_data', 'inner', 'load'],
      ...['model_download_counter', 'search-tool', 'uber_2021', 'weather'],
    ]);
  });

  it('say what made them tools', async () => {
    const { tools } = await extractTexts({ 'a.py': source });
    assert.deepEqual(Object.fromEntries(tools.map(({ name, provenance }) => [name, provenance])), {
      ...{ Add: '@kernel_function', Calculator: 'StructuredTool.from_function', 'Name of my tool': 'BaseTool' },
      ...{ bmi: '@mcp.tool', build: 'function', currency: 'tools=', fetch_data: '@function_tool', inner: '@mcp.tool' },
      ...{ load: 'spec_functions', model_download_counter: 'smolagents.Tool', 'search-tool': '@tool' },
      ...{ uber_2021: 'FunctionTool.from_defaults', weather: '@assistant.register_for_llm' },
    });
  });

  it('take names, descriptions and schemas from what frameworks are told', async () => {
    const all = await extractTexts({ 'a.py': source });
    const search = toolNamed(all, 'search-tool');
    assert.deepEqual(
      [search.description, search.parameters[0]?.description],
      ['Look up things online.', 'should be a search query'],
    );
    assert.equal(toolNamed(all, 'Calculator').description, 'multiply numbers');
    assert.equal(toolNamed(all, 'model_download_counter').parameters[0]?.description, 'the task category');
    assert.equal(toolNamed(all, 'Name of my tool').parameters[0]?.description, 'Description of the argument.');
    assert.equal(toolNamed(all, 'Add').parameters[0]?.description, 'the first number');
  });

  it('leave out arguments that the framework fills in, and say that calling them needs more', async () => {
    const all = await extractTexts({ 'a.py': source });
    for (const name of ['bmi', 'fetch_data']) {
      const { parameters, effects } = toolNamed(all, name);
      assert.ok(!parameters.some((each) => each.name === 'ctx'));
      assert.ok(effects.includes('unknown'));
    }
  });

  it('reach from outside only what is there', async () => {
    const all = await extractTexts({ 'a.py': source });
    assert.equal(toolNamed(all, 'Calculator').source?.access, 'multiply');
    assert.equal(toolNamed(all, 'inner').source?.access, undefined);
    assert.equal(toolNamed(all, 'Add').source?.access, undefined);
  });

  it('that are only declared are schemas', async () => {
    const server = `
from mcp.types import Tool
from pydantic import BaseModel
class GitStatus(BaseModel):
    repo_path: str
async def list_tools():
    return [
        Tool(name="git_status", description="Shows the status", inputSchema=GitStatus.model_json_schema()),
        Tool(name="git_log", description="Shows commits", inputSchema={"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}),
    ]
functions = [{"type": "function", "function": {"name": "get_weather", "description": "Weather.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]
`;
    const { tools } = await extractTexts({ 'server.py': server });
    assert.deepEqual(
      tools
        .filter(({ kind }) => kind === 'schema')
        .map(({ name, provenance, parameters }) => [name, provenance, parameters.map((each) => each.name)]),
      [
        ['git_status', 'mcp.Tool', ['repo_path']],
        ['git_log', 'mcp.Tool', ['n']],
        ['get_weather', 'openai', ['city']],
      ],
    );
  });
});
