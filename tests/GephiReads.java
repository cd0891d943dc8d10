import java.io.File;
import java.util.Iterator;
import org.gephi.graph.api.AttributeUtils;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Reads files as Gephi's own "Open" does, and prints what it then has: a line of JSON for each file. */
public final class GephiReads {
    public static void main(String[] files) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        for (String file : files) {
            System.out.println("READ " + read(projects, new File(file)));
        }
        System.exit(0);
    }

    private static String read(ProjectController projects, File file) throws Exception {
        ImportController importing = Lookup.getDefault().lookup(ImportController.class);
        Workspace workspace = projects.newWorkspace(projects.getCurrentProject());
        projects.openWorkspace(workspace);
        Container container = importing.importFile(file);
        // Else it makes the picture larger or smaller as a whole, and coordinates cannot be compared.
        container.getLoader().setAutoScale(false);
        StringBuilder said = new StringBuilder();
        if (container.getReport() != null) {
            Iterator<Issue> issues = container.getReport().getIssues(20);
            while (issues.hasNext()) {
                Issue issue = issues.next();
                said.append(issue.getLevel()).append(' ').append(issue.getMessage()).append("; ");
            }
        }
        importing.process(container, new DefaultProcessor(), workspace);
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        Graph graph = model.getGraph();
        Interval bounds = model.getTimeBounds();
        double weight = 0;
        for (Edge edge : graph.getEdges()) {
            weight += edge.getWeight();
        }
        StringBuilder nodes = new StringBuilder();
        for (Node node : graph.getNodes()) {
            nodes.append(nodes.length() == 0 ? "" : ", ").append(quoted(node.getId().toString())).append(": {")
                .append("\"label\": ").append(quoted(node.getLabel())).append(", \"x\": ").append(node.x())
                .append(", \"y\": ").append(node.y()).append(", \"size\": ").append(node.size())
                .append(", \"colour\": ").append(node.getColor().getRGB() & 0xffffff).append("}");
        }
        return "{\"nodes\": " + graph.getNodeCount() + ", \"edges\": " + graph.getEdgeCount() + ", \"weight\": " + weight
            + ", \"dynamic\": " + model.isDynamic() + ", \"low\": " + quoted(day(bounds.getLow()))
            + ", \"high\": " + quoted(day(bounds.getHigh())) + ", \"issues\": " + quoted(said.toString())
            + ", \"node\": {" + nodes + "}}";
    }

    private static String day(double time) {
        return Double.isInfinite(time) ? String.valueOf(time) : AttributeUtils.printDate(time);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char sign : (text == null ? "" : text).toCharArray()) {
            out.append(sign < 0x20 || sign == '"' || sign == '\\' ? String.format("\\u%04x", (int) sign) : sign);
        }
        return out.append('"').toString();
    }
}
